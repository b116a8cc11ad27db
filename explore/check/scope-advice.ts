/** Which bounds of a scope its rules have no need of: what a smaller scope would not put to the test. */
import type { Contract } from "../../model/contracts/named.js";
import { rulesOf } from "../../model/modules/all.js";
import type { Needs } from "../../model/rules/rules.js";
import type { Scope } from "../../model/words/scope.js";
import { sometimes } from "../../properties/exercised.js";

/** The bounds of which rules say how many they need. */
export const NEEDED_BOUNDS = ["frames", "owners", "slices"] as const;
export type NeededBound = (typeof NEEDED_BOUNDS)[number];

/** A scope with one less of something, and the promises that could not come to the test in it. */
export interface Less {
  readonly bound: NeededBound;
  readonly scope: Scope;
  readonly loses: readonly string[];
}

/** For each bound the scope with one less of it, where there is more than one. */
export function lessOf(scope: Scope, contract: Contract): Less[] {
  const goals = sometimes(contract, rulesOf(scope.modules));
  const fits = ({ frames = 0, owners = 0, slices = 0 }: Needs, within: Scope) =>
    within.frames >= frames && within.owners >= owners && within.slices >= slices;
  return NEEDED_BOUNDS.filter((bound) => scope[bound] > 1).map((bound) => {
    const less = { ...scope, [bound]: scope[bound] - 1 };
    const lost = goals.filter(
      ({ needs }) => needs.some((need) => fits(need, scope)) && !needs.some((need) => fits(need, less)),
    );
    return { bound, scope: less, loses: lost.map(({ id }) => id) };
  });
}
