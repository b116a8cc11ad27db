/** What must hold of answers, by kind of command, ready for the search. */
import { ALL_RULES } from "../../model/modules/all.js";
import { answersFrame, COMMAND_KINDS } from "../../model/words/commands.js";

/** For each kind of command whether it answers a frame, and the rule of what that frame must be. */
export const ANSWERS_FRAME = Uint8Array.from(COMMAND_KINDS, (kind) => (answersFrame(kind) ? 1 : 0));
/** The rules are in the order of the kinds. */
export const ANSWER_IDS = ALL_RULES.map(({ kind, answer }) => `${kind}/${answer?.id ?? "none"}`);
