/** Where a search of several CPUs may begin with sections under a lock as one step. */
import { FUSED, LEAST, SEARCH } from "../search/pulse.js";
import { FusedSearch } from "../several-cpus/fused-search.js";
import { SeveralCpus } from "../several-cpus/several-cpus.js";
import { isStepped } from "../several-cpus/stepped-definition.js";
import type { Prepared } from "./prepared.js";

/**
 * The search that comes first; `null` where nothing would be fused, or where it is asked what only single
 * accesses tell: how often CPUs switch, how deep an access lies, who touches a frame when, and what hangs.
 */
export function fusedSearch(prepared: Prepared): FusedSearch | null {
  const { system, request, specification, contract, pulse } = prepared;
  const { definition, scope, everyAccess, survey } = request;
  if (!(system instanceof SeveralCpus) || definition === null || !isStepped(definition)) return null;
  const { layout, locks } = system.memory;
  const fuses = locks.length > 0 || !definition.steps.perCpu;
  const ofAccesses = scope.maxSwitches !== undefined || request.budget?.maxDepth !== undefined;
  const hung = [FUSED, SEARCH, LEAST].some((phase) => pulse.last(phase) !== null);
  if (!fuses || ofAccesses || hung || everyAccess === true || survey === true) return null;
  if (layout.some(({ of }) => of !== undefined)) return null;
  return new FusedSearch({ definition, contract, specification, pulse, budget: () => prepared.budget });
}
