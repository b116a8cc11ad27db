/**
 * What the rules of the specification together must keep true of the abstract state itself.
 *
 * Each says that some views never meet in one frame (or one range). They are checked in every state
 * of a search of the specification alone.
 */

import type { ViewId } from "../model/rules.js";
import type { Specification } from "../model/specification.js";
import type { Violation } from "./property.js";

/** An invariant: no frame (or range) is in all of `never` at once. */
export interface Invariant {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
  readonly never: readonly [ViewId, ...ViewId[]];
}

/** The invariants of the core. */
export const INVARIANTS: readonly Invariant[] = [
  {
    id: "slices-in-reserved",
    statement: "every frame under a live slice is reserved",
    because: "this is what releasing under a live slice would break",
    never: ["live", "unreserved"],
  },
  {
    id: "slices-of-one-owner",
    statement: "no live slice spans the frames of two owners",
    because: "one of the two could not tell that the other's frames are still read",
    never: ["present", "mixed"],
  },
  {
    id: "one-holder",
    statement: "no frame is held twice: by two owners, or reserved and allocated at once",
    because: "a frame with two holders is written by both",
    never: ["contested"],
  },
];

/** The first invariant that the state last looked at breaks, with what was found; `null` when all hold. */
export function brokenInvariant(
  specification: Specification,
): { readonly invariant: Invariant; readonly violation: Violation } | null {
  const { views } = specification;
  for (const invariant of INVARIANTS) {
    const { never } = invariant;
    for (let word = 0; word < views.wordsOf(never[0]); word++) {
      let common = -1;
      for (const view of never) common &= views.bits[views.offset(view) + word]!;
      if (common === 0) continue;
      const number = word * 32 + 31 - Math.clz32(common & -common);
      return {
        invariant,
        violation: { expected: invariant.statement, found: `number ${number} is ${never.join(" and ")}` },
      };
    }
  }
  return null;
}
