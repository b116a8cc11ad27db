/** Why a worker is gone: the fault of the file whose code it ran, or ours. */
import { placeIn } from "../../model/basics/blame.js";
import { Misuse } from "../../model/basics/misuse.js";
import { show } from "../../model/basics/wording.js";
import type { Target } from "../targets/target.js";

/** What a target is called in messages about it. */
export function nameOf(target: Target): string {
  if (target.kind === "specification") return "the specification alone";
  return target.kind === "file" ? target.file : target.name;
}

/** What a thread ends with that is left with nothing that could settle the top-level await of a file. */
export const UNSETTLED = 13;
/** What a thread ends with that somebody else has ended. */
const ENDED = 1;

/** It ended before it had said what it had to say, and perhaps before its file was `loaded`. */
export function exited(target: Target, code: number, loaded: boolean): Error {
  if (target.kind !== "file") return new Error(`internal: the worker of ${nameOf(target)} ended (${code})`);
  if (code === UNSETTLED && !loaded)
    return new Misuse(
      "load-hangs",
      `${target.file} never ends loading: nothing is left that could settle its top-level await`,
      "a module must end its top-level code",
    );
  const remedy = "an allocator must not call process.exit";
  return new Misuse(
    "process-exit",
    `${target.file} ended the process (exit code ${code})`,
    code === ENDED ? `${remedy}; if it does not, memory has run out` : remedy,
  );
}

/** The machine has no thread for it, or not what a thread needs. */
export function refused(target: Target, error: Error): Misuse {
  return new Misuse(
    "no-thread",
    `the machine gives no thread to check ${nameOf(target)} in (${error.message})`,
    "raise the limits: ulimit -u, ulimit -n",
  );
}

/** Something was thrown that nothing waited for: what the tool itself throws, it catches. */
export function threwOutside(target: Target, error: unknown): Error {
  if (target.kind !== "file") return error instanceof Error ? error : new Error(show(error));
  return new Misuse(
    "threw-outside",
    `${target.file} threw outside of any command: ${show(error)}${placeIn(error)}`,
    "an allocator must do all its work within its commands",
  );
}

/** The code of the error with which a worker ends whose heap is full. */
export function ranOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** Memory ran out where there was nothing to keep. */
export function tooLarge(target: Target, when: string): Misuse {
  return new Misuse(
    "out-of-memory",
    `${nameOf(target)} takes all memory ${when}`,
    "check it in a smaller scope",
  );
}
