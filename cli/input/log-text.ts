/** The text of a log: a file, or what comes down a pipe. */
import type { Readable } from "node:stream";
import { readText } from "../../counterexamples/read-text.js";
import { Misuse } from "../../model/basics/misuse.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";

/** No log that somebody reads comes near this. */
const MOST_BYTES = 64_000_000;

/** A text with the name by which messages call it. */
export interface LogText {
  readonly text: string;
  readonly source: string;
}

/** The log in `file`, or in `piped` where it is called `-`. Throws a `Misuse` for what is no text. */
export async function logText(
  file: string,
  interrupt: Interrupt,
  piped: Readable = process.stdin,
): Promise<LogText> {
  if (file !== "-") return { text: readText(file, MOST_BYTES, "a log", "name a text file"), source: file };
  const stop = interrupt.onInterrupt(() => void piped.destroy());
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of piped) {
      pieces.push(Buffer.from(piece as Uint8Array | string));
      length += pieces.at(-1)?.length ?? 0;
      if (length > MOST_BYTES)
        throw new Misuse("too-large", "a log has more than 64 MB", "leave out what comes after the fault");
    }
  } catch (error) {
    throw interrupt.happened ? new Interrupted(interrupt) : error;
  } finally {
    stop();
  }
  interrupt.check();
  return { text: new TextDecoder().decode(Buffer.concat(pieces)), source: "standard input" };
}
