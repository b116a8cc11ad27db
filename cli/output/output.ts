/** Sends results where they were asked for, and finds out early when a place cannot be written. */
import { probeDirectory, probeFile, writeWhole } from "../../counterexamples/write-whole.js";
import { isMisuse, type Misuse } from "../../model/basics/misuse.js";
import { clipped, printable } from "../../model/basics/wording.js";
import { jsonText } from "../../report/formats/json.js";
import { LONGEST_LINE, readable } from "../../report/lines/readable.js";
import { PLAIN, type Style } from "../../report/lines/style.js";
import { SEALED, stdoutColumns, toStderr, toStdout } from "./terminal.js";
import type { Trouble } from "./trouble.js";
import { VERSION } from "./version.js";

/** Where results go: a reporter by name, to a file or to stdout. */
export interface Output<Name extends string = "text" | "json"> {
  readonly reporter: Name;
  readonly file: string | null;
}

/** What a command answers: an object for machines and lines for people. */
export interface Answered {
  readonly json: Readonly<Record<string, unknown>>;
  lines(style: Style): string[];
  /** The same as a page to look at, of those that have one. */
  readonly page?: () => string;
}

/** The reporters of such an answer. */
export const ANSWERED_AS = ["text", "json", "html"] as const;

/**
 * Writes an answer to every output, stdout first: what came out of an hour's work is shown whatever else
 * fails. Says `troubles`, and what cannot be written, on stderr; returns whether there was nothing to say.
 */
export function send(
  outputs: readonly Output<(typeof ANSWERED_AS)[number]>[],
  answered: Answered,
  color: boolean,
  troubles: readonly Trouble[] = [],
): boolean {
  const stdoutFirst = [...outputs].sort((a, b) => Number(a.file !== null) - Number(b.file !== null));
  const unwritten = stdoutFirst.flatMap(({ reporter, file }) => {
    const style = file === null ? stdoutStyle(color) : PLAIN;
    const text = textAs(reporter, answered, style);
    return troubleOf(() => (file === null ? toStdout(text) : writeWhole(file, printable(text))));
  });
  const all: readonly Trouble[] = [...troubles, ...unwritten];
  for (const misuse of all) complain(misuse);
  return all.length === 0;
}

function textAs(reporter: (typeof ANSWERED_AS)[number], answered: Answered, style: Style): string {
  switch (reporter) {
    case "json":
      return jsonText(VERSION, answered.json);
    case "html":
      return answered.page?.() ?? "";
    case "text":
      return readable(answered.lines(style));
  }
}

/** By so much text is indented, which its width does not count. */
const INDENT = 2;

/** The misuse that writing meets with, if it meets with one. */
export function troubleOf(write: () => unknown): Misuse[] {
  try {
    write();
    return [];
  } catch (error) {
    if (isMisuse(error)) return [error];
    throw error;
  }
}

/** Says a misuse on stderr, in one line; what another program said of it stands before. */
export function complain({ what, remedy, said }: Trouble): void {
  if (said !== undefined) toStderr(`${said}\n`);
  // What is quoted (a name, the start of a file) may have line breaks of its own.
  const text = `${clipped(what, LONGEST_LINE)}; ${clipped(remedy, LONGEST_LINE)}`;
  toStderr(`allocheck: ${text.replace(/\s+/g, " ")}\n`);
}

/** Throws a `Misuse` when an output's file or the directory to save in cannot be written. Leaves no trace. */
export function probePlaces(places: readonly Pick<Output, "file">[], save: string | undefined): void {
  for (const { file } of places) if (file !== null) probeFile(file);
  if (save !== undefined) probeDirectory(save);
}

/** As wide as stdout. Colour on a terminal, unless refused by an option or NO_COLOR; FORCE_COLOR insists. */
export function stdoutStyle(color: boolean): Style {
  const width = stdoutColumns() - INDENT;
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (!color || NO_COLOR) return { ...PLAIN, width };
  const wanted = FORCE_COLOR !== undefined && FORCE_COLOR !== "0" ? true : process.stdout.isTTY;
  return { ...(wanted ? SEALED : PLAIN), width };
}
