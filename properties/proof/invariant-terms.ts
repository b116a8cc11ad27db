/** The invariants as terms about any number of frames, owners and slices. */
import { and, atMost, constant, every, implies, less, not, or, type Term } from "../../model/logic/term.js";
import type { Lemma, Sight } from "../../model/rules/formulas.js";
import type { Invariant } from "../../model/rules/invariant.js";
import { POOL_END } from "../../model/rules/state-fields.js";
import type { SymbolicSpecification } from "../../model/specification/symbolic.js";
import type { View } from "../../model/state/view.js";
import { INVARIANTS } from "../invariants.js";

/** What a proof shows of every state: an invariant, what it needs, or that the state is well formed. */
export type Kept = Lemma;

/** What states are by how they are written down: a packed state cannot be otherwise, a formula could. */
export const WELL_FORMED = "well-formed";

/** What is to be kept in a specification: the invariants whose views are all in force. */
export function keptIn(specification: SymbolicSpecification): readonly Kept[] {
  const inForce = ({ never, unless = [] }: Invariant) =>
    [...never, ...unless].every((view) => specification.has(view));
  return [
    {
      id: WELL_FORMED,
      statement: "what a state names is of the pool, and no count is below 0",
      holds: (see) => specification.wellFormed(see),
    },
    ...specification.lemmas,
    ...INVARIANTS.filter(inForce).map((invariant) => ({
      id: invariant.id,
      statement: invariant.statement,
      holds: (see: Sight) => termOf(invariant, see),
    })),
  ];
}

function termOf({ never: [first, ...rest], unless = [] }: Invariant, see: Sight): Term {
  const allowed = (...of: readonly Term[]) => {
    const at = (view: View) => (view.over === "whole" ? see.is(view) : see.is(view, ...of));
    return or(...[first, ...rest].map((view) => not(at(view))), ...unless.map(at));
  };
  return first.over === "frames"
    ? every(["frame"], (frame) => allowed(frame))
    : every(["frame", "frame"], (low, high) =>
        implies(and(atMost(constant(0), low), less(low, high), atMost(high, POOL_END)), allowed(low, high)),
      );
}
