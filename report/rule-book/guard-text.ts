/** The guard of a rule as it is checked, in words: what of a command is looked up in which view. */
import { ARGUMENT_STATEMENTS } from "../../model/modules/foreign/rules.js";
import { FOREIGN_VIEWS } from "../../model/modules/foreign/views.js";
import type { AnswerConstraint, Part, Reason } from "../../model/rules/rules.js";
import type { View } from "../../model/state/view.js";
import type { CommandKind } from "../../model/words/commands.js";
import type { RuleEntry } from "./entries.js";

const PARTS: Readonly<Record<Part, string>> = {
  first: "the first frame of the range",
  last: "the last frame of the range",
  rest: "some frame of the range behind the first",
};

const SUBJECTS: Readonly<Record<View["over"], string>> = {
  frames: "some frame of the range",
  ranges: "the range",
  whole: "the state",
  commands: "the state",
  "frames-by-command": "the frame",
};

/** When a reason is true: `some frame of the range is under a live slice`. */
export function guardText(command: CommandKind, { id, when, part }: Reason): string {
  if (when === FOREIGN_VIEWS.argument) return ARGUMENT_STATEMENTS[id] ?? id;
  const { over, statement, about } = when;
  const isOneFrame = over === "frames" && (command === "free" || command === "write");
  const whole = isOneFrame ? "the frame" : (about ?? SUBJECTS[over]);
  return `${part === undefined ? whole : PARTS[part]} is ${statement}`;
}

/** What an answer must be: `the frame answered is free`. */
export function answerText({ in: view }: AnswerConstraint): string {
  return `${view.about ?? "the frame answered"} is ${view.statement}`;
}

/** What is lost without a rule at any size, by a proof; `null` where that is not on record. */
export function neededText({
  neededFor,
  neededFrom,
}: Pick<RuleEntry, "neededFor" | "neededFrom">): string | null {
  if (neededFor === null) return null;
  if (neededFor.length === 0) return "no invariant: the other rules keep all of them at any size";
  const state = neededFrom === null ? "" : `; a state from which the first is lost: ${neededFrom}`;
  return `${neededFor.join(", ")}, at any size${state}`;
}
