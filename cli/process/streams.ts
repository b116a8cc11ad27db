/** Where the command line writes: a result to one place, all else to another, and what cannot be written. */
import { fstatSync, writeSync } from "node:fs";
import { isatty, WriteStream } from "node:tty";
import { cannotWrite } from "../../counterexamples/write-whole.js";

/** As a program that SIGPIPE has ended; nobody is left to read what it would have said. */
const CLOSED_PIPE = 141;
/** How long to wait for a pipe that is full and does not block. */
const NAP_MILLISECONDS = 5;
const never = new Int32Array(new SharedArrayBuffer(4));

/** What is wanted of whoever owns the process. */
interface Door {
  /** The first piece of a result is about to be written. */
  begun(): void;
  /** Ends the process now, since nobody reads it. */
  leave(code: number): void;
}

/**
 * Makes `process.stdout` write to a descriptor, and both streams write at once: what has been written when
 * the process ends is whole. Throws a `Misuse` where a result cannot be written. A reader of it that has seen
 * enough is no failure, and what cannot be written to stderr is lost.
 */
export function openStreams(result: number, { begun, leave }: Door): void {
  let any = false;
  let closed = false;
  const isTTY = isatty(result);
  const columns = isTTY ? new WriteStream(result).columns : undefined;
  const write = (text: string | Uint8Array) => {
    if (!any) begun();
    any = true;
    try {
      if (!closed) writeAll(result, text);
    } catch (error) {
      if (!isClosedPipe(error)) throw cannotWrite("stdout", error);
      closed = true;
    }
    return true;
  };
  Object.assign(process.stdout, { write, isTTY, columns });
  Object.assign(process.stderr, {
    write: (text: string | Uint8Array) => {
      try {
        writeAll(process.stderr.fd, text);
      } catch (error) {
        if (isClosedPipe(error) && isSame(result, process.stderr.fd)) leave(CLOSED_PIPE);
      }
      return true;
    },
  });
}

/** Writes all of a text before it returns. */
export function writeAll(descriptor: number, text: string | Uint8Array): void {
  let rest = typeof text === "string" ? Buffer.from(text) : text;
  while (rest.length > 0)
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") throw error;
      Atomics.wait(never, 0, 0, NAP_MILLISECONDS);
    }
}

function isClosedPipe(error: unknown): boolean {
  const code = codeOf(error);
  return code === "EPIPE" || code === "ECONNRESET";
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Whether two descriptors are the same pipe or file. */
function isSame(a: number, b: number): boolean {
  const [one, other] = [fstatSync(a), fstatSync(b)];
  return one.ino === other.ino && one.dev === other.dev;
}
