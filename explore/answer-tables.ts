/** What must hold of answers, by kind of command, ready for the search. */
import { ruleOf } from "../model/core.js";
import { COMMAND_KINDS, codeOf, REASON_IDS } from "../model/vocabulary.js";

/** For each kind of command whether it answers a frame, and the rule of what that frame must be. */
export const ANSWERS_FRAME = Uint8Array.from(COMMAND_KINDS, (kind) => (ruleOf(kind).answer === null ? 0 : 1));
export const ANSWER_IDS = COMMAND_KINDS.map((kind) => `${kind}/${ruleOf(kind).answer?.id ?? "none"}`);
/** No answer that means something is less. */
export const LOWEST_CODE = Math.min(...REASON_IDS.map(codeOf));
