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

/** What is given up is not touched any more. */
export const FRAME_GIVEN_UP: AnswerRule = {
  id: "frame-given-up",
  statement:
    "a command that gives a frame up, or ends a slice of it, is done with what is in it before it can be another's",
  because: "else it reads what another writes, or writes what another holds",
};

/** What is handed out is cleared, where it is declared so. */
export const FRAME_NOT_CLEARED: AnswerRule = {
  id: "frame-not-cleared",
  statement: "a frame is cleared when it is handed out, where its contents are declared so",
  because: "it shows what somebody else had in it, and who counts on zeros goes wrong",
};

/** The rules that no answer breaks: it may be right, and what was done on the way, or at its end, is not. */
export const BESIDE_ANSWERS: readonly AnswerRule[] = [
  DEADLOCK,
  LOCK_KEPT,
  LOCK_OF_ANOTHER,
  ENDLESS,
  FRAME_GIVEN_UP,
  FRAME_NOT_CLEARED,
];

/** No rule that an allocator breaks, but a warning: what no answer has shown so far. */
export const UNLOCKED_ACCESS: AnswerRule = {
  id: "unlocked-access",
  statement: "what some commands access under a lock, every command accesses under it",
  because: "else a lock keeps out only those who take it, and whoever does not may see what is half done",
};

/** Every rule of this file that an allocator can break, for lists. */
export const SEVERAL_CPUS_RULES: readonly AnswerRule[] = [NOT_LINEARIZABLE, ...BESIDE_ANSWERS];
