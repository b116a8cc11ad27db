/**
 * The only way out to the terminal. What is not to be read is spelled: a name, a message or a path cannot
 * move the cursor, colour a verdict, or turn the direction of a line. Our own colours are the exception.
 */
import { randomBytes } from "node:crypto";
import { printable } from "../../model/basics/wording.js";
import { COLOUR, type Style } from "../../report/lines/style.js";
import { columnsOf } from "../../report/lines/wrap.js";

/** Marks our colours until they are past the escape. Drawn for each run, so that nobody can foretell it. */
const SEAL = `<${randomBytes(9).toString("hex")}:`;
const SEALS = new RegExp(`${SEAL}(\\d+)>`, "g");

/** Colour for a text that goes to `toStdout`. */
export const SEALED: Style = {
  width: COLOUR.width,
  good: sealed(COLOUR.good),
  bad: sealed(COLOUR.bad),
  warn: sealed(COLOUR.warn),
  dim: sealed(COLOUR.dim),
  strong: sealed(COLOUR.strong),
};

function sealed(paint: (text: string) => string): (text: string) => string {
  const [open = "", close = ""] = paint("|").split("|").map(seal);
  return (text) => `${open}${text}${close}`;
}

/** A colour begins with two characters, and ends with `m`. */
function seal(code: string): string {
  return `${SEAL}${code.slice(2, -1)}>`;
}

/** Fewer columns than this are taken for so many. */
const NARROWEST = 40;
/** Longer lines are harder to read. */
const WIDEST = 100;

/** How wide a report on stdout may be: COLUMNS where it is set, else what the terminal has, else 80. */
export function stdoutColumns(): number {
  const asked = Number(process.env["COLUMNS"]);
  const columns = Number.isInteger(asked) && asked > 0 ? asked : columnsOf(process.stdout.columns);
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}

/** Writes a text to stdout. */
export function toStdout(text: string): boolean {
  return process.stdout.write(printable(text).replace(SEALS, "\u001b[$1m"));
}

/** Writes a text to stderr. */
export function toStderr(text: string): boolean {
  return process.stderr.write(printable(text));
}

/** Where progress is drawn: a line that is written over the one before. */
export const PROGRESS = {
  get isTTY() {
    return process.stderr.isTTY;
  },
  get columns() {
    return process.stderr.columns;
  },
  /** Writes a text as it is; what stands in a line was made printable with it. */
  write: (text: string): boolean => process.stderr.write(text),
};

/** Sends what a worker prints to stderr, as it is: it is the person's own, and no result. */
export function passOn(from: NodeJS.ReadableStream): void {
  // Not piped: each pipe is four more listeners on stderr, and Node warns of more than ten.
  from.on("data", (text: Uint8Array) => void process.stderr.write(text));
}
