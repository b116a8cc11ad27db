/** Text in lines that fit a terminal of 80 columns, an indent of two included. */

import { clipped } from "../../model/basics/wording.js";
import { type Style, WIDTH } from "./style.js";

/** The most characters of one text that are shown: what a file holds may be of any length. */
const LONGEST = 4000;
/** However narrow it gets, a text behind a label has so many columns. */
const LEAST = 16;

/** Puts parts into as few lines as will hold them in order, `gap` between two; one too long stands alone. */
export function fill(parts: readonly string[], gap: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + gap.length + part.length <= width)
      lines[lines.length - 1] = `${line}${gap}${part}`;
    else lines.push(part);
  }
  return lines;
}

/** Breaks a text between words. */
export function wrap(text: string, width = WIDTH): string[] {
  return fill(text.trim().split(/\s+/), " ", width);
}

/** A name that stands out and what is said of it, below it where both have no room in a line. */
export function strongHead(name: string, text: string, { strong, width }: Style): string[] {
  const [first = "", ...rest] = fill([name, text], "  ", width);
  const more = rest.flatMap((line) => hanging("    ", line, { width }));
  return [`${strong(name)}${first.slice(name.length)}`, ...more];
}

/** How the text behind a label is to look. */
interface Hung {
  readonly width?: number;
  paint?(line: string): string;
}

/** A text behind a label, its later lines under the first; where there is no room for both, below it. */
export function hanging(
  label: string,
  text: string,
  { width = WIDTH, paint = (line) => line }: Hung = {},
): string[] {
  const short = clipped(text, LONGEST);
  if (width - label.length < LEAST && label.trim() !== "") {
    const indent = " ".repeat(Math.min(label.length, 4));
    return [label.trimEnd(), ...wrap(short, width - indent.length).map((line) => `${indent}${paint(line)}`)];
  }
  const later = " ".repeat(label.length);
  return wrap(short, width - label.length).map((line, i) => `${i === 0 ? label : later}${paint(line)}`);
}

/** The columns of a terminal: 80 where there is none, or it says 0, as one does that was never told. */
export function columnsOf(columns: number | undefined): number {
  return columns === undefined || columns <= 0 ? 80 : columns;
}
