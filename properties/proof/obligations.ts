/** What is to be shown for the invariants to hold in every state: where runs begin, and after each step. */
import { and, type Term } from "../../model/logic/term.js";
import type { SymbolicSpecification, SymbolicStep } from "../../model/specification/symbolic.js";
import { type Kept, keptIn } from "./invariant-terms.js";

/** One thing to be shown: that `goal` follows from `given`. */
export interface Obligation {
  /** `initially`, or a step: `release`. */
  readonly step: string;
  readonly invariant: string;
  readonly given: Term;
  readonly goal: Term;
}

/** That the invariants hold where a run begins. */
export function initialObligations(specification: SymbolicSpecification): Obligation[] {
  const given = and(specification.wellFormed(specification.before), specification.initially());
  return keptIn(specification).map(({ id, holds }) => ({
    step: "initially",
    invariant: id,
    given,
    goal: holds(specification.before),
  }));
}

/** That each invariant holds after a step from a state in which all of them do. */
export function stepObligations(
  specification: SymbolicSpecification,
  step: SymbolicStep,
  without: readonly string[] = [],
): Obligation[] {
  const kept = keptIn(specification);
  const given = and(before(specification, kept), specification.taken(step, without));
  const after = specification.after(step, without);
  return kept.map(({ id, holds }) => ({ step: step.id, invariant: id, given, goal: holds(after) }));
}

function before({ before: see }: SymbolicSpecification, kept: readonly Kept[]): Term {
  return and(...kept.map(({ holds }) => holds(see)));
}
