/** Bounds whose module is not in force: they would change nothing, and whoever names one expects them to. */

import { Misuse } from "../basics/misuse.js";
import { BOUNDS, type Bound, type BoundId, FURTHER_BOUND_IDS } from "./bounds.js";
import type { Scope } from "./scope.js";

/**
 * The scope without what of `forAll` is idle in it. Throws a `Misuse` for another bound that is; `whose` are
 * the modules.
 */
export function withoutIdle(scope: Scope, whose: string, forAll: readonly BoundId[] = []): Scope {
  const idle = FURTHER_BOUND_IDS.filter((name) => {
    const { of }: Bound = BOUNDS[name];
    return scope[name] !== undefined && of !== null && !scope.modules.includes(of);
  });
  const [first] = idle.filter((name) => !forAll.includes(name));
  if (first !== undefined) {
    const { of }: Bound = BOUNDS[first];
    throw new Misuse(
      "idle-bound",
      `${first} is of the module ${of}, which is not among those of ${whose}: ${scope.modules.join(", ")}`,
      `leave out ${first}, or add ${of} to the modules`,
    );
  }
  if (idle.length === 0) return scope;
  const left = Object.entries(scope).filter(([name]) => !idle.some((each) => each === name));
  return Object.fromEntries(left) as unknown as Scope; // what may be absent alone is left out
}
