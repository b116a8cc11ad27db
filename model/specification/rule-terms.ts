/** What a command must meet to be accepted, as terms read from the rows of the tables. */
import {
  and,
  constant,
  equal,
  every,
  FALSE,
  implies,
  less,
  not,
  or,
  some,
  sum,
  type Term,
  TRUE,
  within,
} from "../logic/term.js";
import { FOREIGN_VIEWS } from "../modules/foreign/views.js";
import type { Sight, ViewFormula } from "../rules/formulas.js";
import type { AnswerConstraint, Part, Reason } from "../rules/rules.js";
import { POOL_END } from "../rules/state-fields.js";
import type { View } from "../state/view.js";
import type { CommandKind } from "../words/commands.js";
import { ASKED, namesLength, namesRange } from "./asked.js";

/** A rule that a command must meet to be accepted, as a term that is true where it is met. */
export interface Met {
  /** `release/live-slice`, `alloc/free-frame`. */
  readonly key: string;
  readonly met: Term;
  /** What the term leaves out, where it lets more be accepted than the rule does. */
  readonly wider?: string;
}

/** What the views of a rule are, and a state to look at. */
interface Seen {
  readonly before: Sight;
  formulaOf(view: View): ViewFormula;
}

/** That a reason to refuse a command is not true. */
export function reasonMet(seen: Seen, kind: CommandKind, { id, when, part }: Reason): Met {
  const key = `${kind}/${id}`;
  if (when === FOREIGN_VIEWS.argument) return { key, met: not(argumentFault(kind, id)) };
  const formula = seen.formulaOf(when);
  return { key, met: not(refused(seen.before, when, formula, part)), ...widerOf(formula) };
}

/** That a command is tried at all: what is no size of a scope says so at any size as well. */
export function boundMet(seen: Seen, bound: View | null): Term {
  return bound === null ? TRUE : not(refused(seen.before, bound, seen.formulaOf(bound), undefined));
}

/** Whether a view refuses what is asked. */
function refused(see: Sight, when: View, formula: ViewFormula, part: Part | undefined): Term {
  const { low, high, owner } = ASKED;
  switch (formula.over) {
    case "frames":
      return some(["frame"], (frame) =>
        and(within(frame, low, high), inPart(frame, part), see.is(when, frame, owner)),
      );
    case "ranges":
      return see.is(when, low, high);
    case "commands":
      return see.asks(when, ASKED);
    default:
      return see.is(when);
  }
}

/** That an answer is what a constraint asks of it. */
export function answerMet(seen: Seen, kind: CommandKind, { id, in: view }: AnswerConstraint): Met {
  const key = `${kind}/${id}`;
  const formula = seen.formulaOf(view);
  if (formula.over === "commands") return { key, met: seen.before.asks(view, ASKED), ...widerOf(formula) };
  const { answer, answerEnd } = ASKED;
  const all = every(["frame"], (frame) =>
    implies(within(frame, answer, answerEnd), seen.before.is(view, frame)),
  );
  return { key, met: all };
}

function inPart(frame: Term, part: Part | undefined): Term {
  const { low, high } = ASKED;
  switch (part) {
    case undefined:
      return TRUE;
    case "first":
      return equal(frame, low);
    case "last":
      return equal(sum(frame, constant(1)), high);
    case "rest":
      return less(low, frame);
  }
}

/** What is wrong with the arguments of a command, for a reason about them alone. */
function argumentFault(kind: CommandKind, id: string): Term {
  const { low, high, astray } = ASKED;
  if (!namesRange(kind) || id === "misaligned") return astray;
  const toNone = namesLength(kind) ? not(less(low, ASKED.toEnd)) : FALSE;
  return id === "empty" ? or(not(less(low, high)), toNone) : or(less(low, constant(0)), less(POOL_END, high));
}

function widerOf(formula: ViewFormula): { readonly wider?: string } {
  return "wider" in formula && formula.wider !== undefined ? { wider: formula.wider } : {};
}
