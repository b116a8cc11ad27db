/** What a broken step was expected to do and what was found, in words. Looks at the state before the step. */

import type { AnswerConstraint } from "../../model/rules/rules.js";
import type { Specification } from "../../model/specification/specification.js";
import { type Answer, describeAnswer, numberIn, numberInScope } from "../../model/trace/trace.js";
import type { Command } from "../../model/words/commands.js";
import { FREE } from "../../model/words/frames.js";
import { hasRole } from "../../model/words/roles.js";
import { inPool, unitsOfFrame } from "../../model/words/scope.js";
import {
  GROWN,
  isThrown,
  LOWEST_FIRST,
  legalRule,
  NO_ANSWER,
  PREFERRED,
  PROMISED_END,
  REFUSAL_WRITES,
  RESIZED,
} from "../../properties/answers.js";
import { describeKind } from "../../properties/observed-kind.js";
import type { Violation } from "../../properties/property.js";
import { type Place, type Pulse, SCRUB } from "../search/pulse.js";
import type { Lockstep } from "../systems/lockstep.js";

/** What a refusal must leave as it was. */
export const NO_BYTE = "no byte changed";

/** Which edge frames came back. */
const EDGES = ["none", "its first edge frame", "its last edge frame", "both edge frames"] as const;

/** Puts it into words that command number `c` did not return. */
export function explainHang(
  { specification }: Lockstep,
  c: number,
  mask: number,
  { call }: Place,
  pulse: Pulse,
): Violation {
  const command = specification.commands[c]!; // the caller's number of a command it would give
  const found = pulse.late(call === SCRUB ? `scrub after ${command.kind}` : command.kind);
  return { expected: demanded(specification, command, mask), found };
}

/** What a state demands of a command, whose true reasons are in `mask`. */
export function demanded(specification: Specification, { kind }: Command, mask: number): string {
  return mask === 0 ? "accepted" : `refused: ${specification.reasonsIn(kind, mask).join(" or ")}`;
}

/** Puts the rule that `lockstep` broke last, by command number `c`, into words. */
export function explain(
  lockstep: Lockstep,
  c: number,
  mask: number,
  answer: Answer,
  before: Int32Array,
): Violation {
  const { rule, specification } = lockstep;
  const command = specification.commands[c]!; // the caller's number of a command it just gave
  const found = describeAnswer(answer);
  const name = hasRole(command.kind, "takes-place") ? "unit" : "frame";
  const expected = demanded(specification, command, mask);
  if (isThrown(rule) || rule === NO_ANSWER.id) return { expected, found };
  if (rule === RESIZED.id && lockstep.violation !== null) return lockstep.violation;
  if (rule === legalRule(command.kind).id) return { expected: "accepted", found };
  if (rule === REFUSAL_WRITES.id) {
    const changed = lockstep.changedBytes(before);
    return {
      expected: `${mask === 0 ? "a refusal" : expected}, and ${NO_BYTE}`,
      found: `${found}, and ${changed}`,
    };
  }
  if (rule === PROMISED_END.id)
    return { expected: `unit ${specification.directedAnswer(c)}, the promised end`, found };
  if (rule === GROWN.id)
    return {
      expected: "each array that moves in a frame that is free afterwards and accessible, once it may grow",
      found,
    };
  if (rule === LOWEST_FIRST.id)
    return {
      expected: `${name} ${inPool(specification.scope, specification.lowestAnswer(c))}, the lowest that will do`,
      found,
    };
  if (rule === PREFERRED.id) {
    const place = inPool(specification.scope, lockstep.preferredTo(c, lockstep.answer) ?? lockstep.answer);
    return { expected: `${name} ${place}, which goes before it`, found };
  }
  const { constraints } = specification.ruleOf(command.kind);
  const broken = constraints.find(({ id }) => rule === `${command.kind}/${id}`);
  if (broken && answer.kind === "accepted") return misplaced(specification, c, broken, answer, before);
  return { expected, found };
}

/** Puts it into words that command number `c` answered what a constraint on answers excludes. */
export function misplaced(
  specification: Specification,
  c: number,
  { expected, unmet }: AnswerConstraint,
  answer: Answer & { readonly kind: "accepted" },
  before: Int32Array,
): Violation {
  const command = specification.commands[c]!; // the caller's number of a command it just gave
  const { scope } = specification;
  const frame = numberInScope(scope, answer);
  const frames = specification.answersOf(c);
  const { pool = 0 } = scope;
  const outside =
    frame < pool ? "taken, as all outside the window" : `not among the ${pool || frames} frames`;
  const is = frame < frames ? kindOfAnswer(specification, command, frame, before) : outside;
  const allowed = Array.from({ length: frames }, (_, f) => f).filter((f) => specification.mayAnswer(c, f));
  const names = answer.frame === undefined ? allowed : allowed.map((f) => inPool(scope, f));
  if (answer.edges !== undefined)
    return {
      expected: `${expected(command)}: ${allowed.map((edges) => EDGES[edges]).join(" or ")}`,
      found: EDGES[answer.edges] ?? `edge frames ${answer.edges}`,
    };
  const name = answer.frame === undefined ? "unit" : "frame";
  return {
    expected: `${expected(command)}: ${names.join(", ") || "there is none"}`,
    found: `${name} ${numberIn(answer)}, which is ${is}${unmet === undefined ? "" : `, and ${unmet}`}`,
  };
}

/** What was answered is, in words: of a frame of several units the first that is not free says it. */
function kindOfAnswer(
  specification: Specification,
  { kind }: Command,
  answer: number,
  before: Int32Array,
): string {
  const whole = hasRole(kind, "takes-frame");
  const { start, count } = whole ? unitsOfFrame(specification.scope, answer) : { start: answer, count: 1 };
  const kinds = Array.from({ length: count }, (_, i) => specification.kindOf(before, 0, start + i));
  return describeKind(kinds.find((unit) => unit !== FREE) ?? FREE);
}
