/** Which rule is broken by an answer that no order of the commands explains. */
import type { Specification } from "../../model/specification/specification.js";
import { NOT_LINEARIZABLE } from "../../properties/several-cpus.js";
import { ACCEPT, MAY_REFUSE, OTHER_EFFECT } from "../systems/verdict-table.js";
import { type Explanation, type Explanations, PENDING } from "./explanations.js";

/** How one explanation fails: the rule that the answer breaks in it, and its true reasons. */
export interface Failure {
  readonly rule: string;
  readonly mask: number;
}

/** How every explanation of set `number` fails in which the command of CPU `cpu` is still to take effect. */
function failures(
  specification: Specification,
  explanations: Explanations,
  number: number,
  pending: Int32Array,
  cpu: number,
  answer: number,
): Failure[] {
  const found: Failure[] = [];
  const own = explanations.stateWords + cpu;
  // With nobody to stop at, the others take effect before it and after it.
  explanations.follow(number, pending, -1, (n) => {
    const explanation = explanations.explanation(n);
    if (explanation[own] !== PENDING) return;
    found.push(failureOf(specification, explanations, explanation, pending[cpu]!, answer));
  });
  return found;
}

/** The rule that an answer breaks in all of them; that no order explains it where there is more than one. */
export function brokenRule(
  specification: Specification,
  explanations: Explanations,
  number: number,
  pending: Int32Array,
  cpu: number,
  answer: number,
): string {
  const rules = new Set(
    failures(specification, explanations, number, pending, cpu, answer).map(({ rule }) => rule),
  );
  const [only = NOT_LINEARIZABLE.id] = rules;
  return rules.size === 1 ? only : NOT_LINEARIZABLE.id;
}

/** Which rule an answer to command number `c` breaks where it takes effect in an explanation. */
export function failureOf(
  specification: Specification,
  { demands }: Explanations,
  explanation: Explanation,
  c: number,
  answer: number,
): Failure {
  specification.look(explanation, 0);
  const mask = specification.judge(c);
  const slot = demands.base[c]! + mask;
  if (answer < 0) {
    // What is legal may be refused under contention alone, so that a code can be right and is not here.
    const never = !demands.mayBeRefused(slot) || demands.asked[slot] === MAY_REFUSE;
    const rule = never ? demands.ifRefused[slot]! : demands.ifFalse[slot]!;
    return { rule, mask };
  }
  const asked = demands.asked[slot]!;
  const accepts = asked === ACCEPT || asked === MAY_REFUSE || asked === OTHER_EFFECT;
  if (!accepts) return { rule: demands.ifAccepted[slot]!, mask };
  return { rule: misplaced(specification, c, answer), mask };
}

/** The constraint on answers that a place does not meet. */
function misplaced(specification: Specification, c: number, answer: number): string {
  const { kind } = specification.commands[c]!; // the caller's number of a command
  const constraints = specification.constraintsOf(kind);
  const unmet = constraints.find(
    (constraint) =>
      answer >= specification.answersOf(c) ||
      !specification.isIn(specification.answerView(constraint, c), answer),
  );
  return unmet === undefined ? NOT_LINEARIZABLE.id : `${kind}/${unmet.id}`;
}
