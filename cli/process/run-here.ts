/** Runs a command line in this process to its exit code, whatever happens on the way. */

import { toStderr } from "../output/terminal.js";
import { wantsJson, wantsQuiet } from "../output/wants.js";
import { fail, main } from "../program.js";
import { type EndingSignal, heardText, Interrupt } from "../workers/interrupt.js";
import { openStreams } from "./streams.js";

/** Who is told what happens on the way. */
export interface Owner {
  /** The first signal is heard. */
  acknowledge(signal: EndingSignal): void;
  /** The first piece of a result is about to be written. */
  begun(): void;
  /** All is written, and the process is to end. */
  leave(code: number): void;
}

function nobody(argv: readonly string[]): Owner {
  return {
    acknowledge: (signal) => {
      if (!wantsQuiet(argv)) toStderr(`${heardText(signal)}\n`);
    },
    begun: () => {},
    leave: (code) => process.exit(code),
  };
}

/** `result` is the descriptor to which the result is written. A fault of ours never says "broken". */
export async function runHere(argv: readonly string[], result: number, owner = nobody(argv)): Promise<void> {
  const leaveWith = (error: unknown) => owner.leave(lastWords(error, wantsJson(argv)));
  process.removeAllListeners("uncaughtException").on("uncaughtException", leaveWith);
  try {
    openStreams(result, owner);
    owner.leave(await main(argv, new Interrupt(owner.acknowledge)));
  } catch (error) {
    leaveWith(error);
  }
}

/** Says what went wrong, as far as it can be said. */
function lastWords(error: unknown, json: boolean): number {
  try {
    return fail(error, json);
  } catch {
    return 2;
  }
}
