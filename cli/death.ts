/** Why a worker is gone: the fault of the file whose code it ran, or ours. */
import { Misuse } from "../model/misuse.js";
import { show } from "../model/wording.js";
import type { Target } from "./worker-messages.js";

/** What went wrong, whoever is to blame. */
export type Trouble = Pick<Misuse, "code" | "message" | "remedy">;

/** What a target is called in messages about it. */
export function nameOf(target: Target): string {
  if (target.kind === "specification") return "the specification alone";
  return target.kind === "file" ? target.file : target.name;
}

/** It ended before it had said what it had to say. */
export function exited(target: Target, code: number): Error {
  if (target.kind !== "file") return new Error(`internal: the worker of ${nameOf(target)} ended (${code})`);
  return new Misuse(
    "process-exit",
    `${target.file} ended the process (exit code ${code})`,
    "an allocator must not call process.exit",
  );
}

/** Something was thrown that nothing waited for: what the tool itself throws, it catches. */
export function threwOutside(target: Target, error: unknown): Error {
  if (target.kind !== "file") return error instanceof Error ? error : new Error(show(error));
  return new Misuse(
    "threw-outside",
    `${target.file} threw outside of any command: ${show(error)}`,
    "an allocator must do all its work within its commands",
  );
}

/** The code of the error with which a worker ends whose heap is full. */
export function ranOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** Not even the initial state fits into memory. */
export function tooLarge(target: Target): Misuse {
  return new Misuse(
    "out-of-memory",
    `${nameOf(target)} takes all memory before the search begins`,
    "check it in a smaller scope",
  );
}

/** A fault of ours as programs are told of it. */
export function faultOf(error: unknown): Trouble {
  const message = show(error).replace(/^(Error: )?(internal: )?/, "internal: ");
  return { code: "internal", message, remedy: "report it: allocheck is at fault" };
}
