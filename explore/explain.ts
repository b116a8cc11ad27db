/** What a broken step was expected to do and what was found, in words. Looks at the state before the step. */
import type { Specification } from "../model/specification.js";
import { type Answer, describeAnswer } from "../model/trace.js";
import type { Command } from "../model/vocabulary.js";
import { plural } from "../model/wording.js";
import {
  GROWN,
  LOWEST_FIRST,
  legalRule,
  NO_ANSWER,
  PROMISED_END,
  REFUSAL_WRITES,
  RESIZED,
  THREW,
} from "../properties/answers.js";
import { describeKind } from "../properties/observed-kind.js";
import type { Violation } from "../properties/property.js";
import type { Lockstep } from "./lockstep.js";
import { type Place, type Pulse, SCRUB } from "./pulse.js";

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
function demanded(specification: Specification, { kind }: Command, mask: number): string {
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
  const expected = demanded(specification, command, mask);
  if (rule === THREW.id || rule === NO_ANSWER.id) return { expected, found };
  if (rule === RESIZED.id && lockstep.violation !== null) return lockstep.violation;
  if (rule === legalRule(command.kind).id) return { expected: "accepted", found };
  if (rule === REFUSAL_WRITES.id) {
    const changed = lockstep.changedBytes(before);
    return {
      expected: `${mask === 0 ? "a refusal" : expected}, and no byte changed`,
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
    return { expected: `frame ${specification.lowestAnswer(c)}, the lowest that will do`, found };
  const constraint = specification.ruleOf(command.kind).answer;
  if (constraint !== null && rule === `${command.kind}/${constraint.id}` && answer.kind === "accepted") {
    const frame = answer.frame ?? answer.unit ?? 0;
    const frames = specification.answersOf(c);
    const is =
      frame < frames
        ? describeKind(specification.kindOf(before, 0, frame))
        : `not among the ${frames} frames`;
    const allowed = Array.from({ length: frames }, (_, f) => f).filter((f) => specification.mayAnswer(c, f));
    if (command.kind === "alloc-range") {
      const places = `a place of the first attempt that finds one: ${allowed.join(", ") || "there is none"}`;
      return { expected: places, found: `unit ${frame}, which is ${is}, and no such place` };
    }
    if (command.kind === "alloc-block")
      return {
        expected: `a frame with which an aligned free run of ${plural(command.count, "frame")} begins: ${allowed.join(", ")}`,
        found: `frame ${frame}, which is ${is}, and no such run begins there`,
      };
    return { expected: `a free frame: ${allowed.join(", ")}`, found: `frame ${frame}, which is ${is}` };
  }
  return { expected, found };
}
