/** What a job asks of a worker, once it has the allocator's definition. */
import { narrowTables } from "../../explore/check/narrow-tables.js";
import { worldOf } from "../../explore/check/own-scope.js";
import type { CheckRequest } from "../../explore/check/prepared.js";
import type { Pulse } from "../../explore/search/pulse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { withoutIdle } from "../../model/words/idle-bounds.js";
import { contractNamed } from "../targets/by-name.js";
import type { Job } from "./messages.js";

/** What a job asks to check; `tells`: by a worker that speaks for all. Calls are noted in `pulse`. */
export function requestOf(
  { contract, widen, fewOwners = false, ownPfn = false, ownScopes = false, forAll = [], ...job }: Job,
  definition: AllocatorDefinition | null,
  tells: boolean,
  pulse: Pulse,
): CheckRequest {
  const left = { modules: widen, owners: fewOwners, startPfn: ownPfn, scopes: ownScopes, forAll };
  const world =
    definition === null
      ? { scope: withoutIdle(job.scope, "the specification", forAll) }
      : worldOf(job.scope, definition, left, pulse);
  const { scope } = world;
  const narrow =
    tells && job.target.kind === "file" && definition !== null ? narrowTables(scope, definition, pulse) : [];
  return { definition, ...job, ...world, ...asked(contract), pulse, narrow };
}

/** The contract that a job names, if it does. */
export function asked(named: string | undefined): Pick<CheckRequest, "contract"> {
  return named === undefined ? {} : { contract: contractNamed(named) };
}
