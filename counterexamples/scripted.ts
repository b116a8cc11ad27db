/** An allocator that answers what a recorded trace says. */
import { givenIn } from "../model/modules/growth/rules.js";
import type { Allocator, AllocatorDefinition } from "../model/socket/allocator.js";
import { Fault } from "../model/socket/fault.js";
import { type Answer, numberIn } from "../model/trace/trace.js";
import { COMMAND_KINDS, METHODS } from "../model/words/commands.js";
import { codeOf, reasons } from "../model/words/reasons.js";
import { LOWEST_FIRST, PROMISED_END } from "../properties/answers.js";

/** The number an allocator answers to say this; `null` where it said nothing, or something else. */
export function numberOf(answer: Answer): number | null {
  switch (answer.kind) {
    case "accepted":
      return numberIn(answer) | givenIn(answer);
    case "refused":
      return answer.reason === undefined ? reasons.REFUSED : codeOf(answer.reason);
    case "none":
    case "threw":
    case "faulted":
    case "hangs":
    case "pending":
      return null;
  }
}

/** An allocator that offers everything and answers what the script says. */
export function scripted(script: { readonly answer: Answer }, rule: string): AllocatorDefinition {
  const answer = () => {
    if (script.answer.kind === "threw") throw new Error(script.answer.message);
    if (script.answer.kind === "faulted") throw new Fault(script.answer.rule, script.answer.message);
    return numberOf(script.answer);
  };
  const methods = Object.fromEntries(COMMAND_KINDS.map((kind) => [METHODS[kind], answer]));
  return {
    name: "the trace",
    summary: "",
    class: "sound",
    contract: { id: "the trace", summary: "", promises: {}, mayRefuse: {} }, // it is walked under another
    offers: Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, true])),
    units: true,
    window: "made", // it has no memory to take
    // A promise of the allocator beyond the rules: only a trace of that says that it was made.
    ...(rule === LOWEST_FIRST.id ? { placement: "lowest" } : {}),
    ...(rule === PROMISED_END.id ? { placement: "directed" } : {}),
    make: () => ({ state: new Uint8Array(1), ...methods }) as Allocator, // a method for each command
  };
}
