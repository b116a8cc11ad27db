/** What must hold of commands that run on several CPUs at once, beyond the rules for each answer. */
import type { AnswerRule } from "./answers.js";

/** No order of the commands explains the answers, and no one rule says why. */
export const NOT_LINEARIZABLE: AnswerRule = {
  id: "not-linearizable",
  statement:
    "for every answer there is an order of the commands, each at one moment between its first and its last access, in which all answers are right",
  because: "a client can know no other order than that in which commands begin and end",
};

/** Nobody waits for ever. */
export const DEADLOCK: AnswerRule = {
  id: "deadlock",
  statement: "no CPU waits for a lock whose holder waits for it in turn, or is itself",
  because: "none of them ever goes on, and soon the whole machine stands still",
};

/** What a command locks it unlocks. */
export const LOCK_KEPT: AnswerRule = {
  id: "lock-kept",
  statement: "a command that is over holds no lock",
  because: "nobody is left who would unlock it, and the next that wants it waits for ever",
};

/** Who unlocks has locked. */
export const LOCK_OF_ANOTHER: AnswerRule = {
  id: "lock-of-another",
  statement: "a lock is unlocked by the CPU that holds it",
  because: "else two are inside at once, and each believes that it is alone",
};

/** A command ends. */
export const ENDLESS: AnswerRule = {
  id: "endless",
  statement: "a command that runs alone ends, within a bounded number of accesses",
  because: "whoever called it waits for ever, although nobody is in the way",
};

/** Every rule of this file, for lists. */
export const SEVERAL_CPUS_RULES: readonly AnswerRule[] = [
  NOT_LINEARIZABLE,
  DEADLOCK,
  LOCK_KEPT,
  LOCK_OF_ANOTHER,
  ENDLESS,
];
