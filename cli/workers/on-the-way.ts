/** A search of a window; of one that is asked for and cannot be made, what was broken on the way there. */
import type { Run } from "../../explore/check/verdict.js";
import { isJudged } from "../../explore/evidence/standard-windows.js";
import type { Pulse } from "../../explore/search/pulse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Job } from "./messages.js";
import { asked } from "./request.js";

/** The run of `search`, or of the commands that take the rest of its pool; else throws as `search` did. */
export async function orOnTheWay(
  search: () => Run,
  { scope, contract, windows }: Job,
  definition: AllocatorDefinition | null,
  pulse: Pulse,
): Promise<Run> {
  try {
    return search();
  } catch (error) {
    if (!isJudged(error, windows)) throw error;
    const { brokenByTaking } = await import("../../explore/fuzz/taking.js");
    const run = brokenByTaking({ definition, scope, ...asked(contract), pulse });
    if (run === null) throw error;
    return run;
  }
}
