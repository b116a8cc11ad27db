/** Text in lines that fit a terminal of 80 columns, an indent of two included. */

import { clipped } from "../../model/words/wording.js";

/** The most characters of one text that are shown: what a file holds may be of any length. */
const LONGEST = 4000;
/** The most characters a line has. */
export const WIDTH = 78;

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

/** A text behind a label, its later lines under the first. */
export function hanging(label: string, text: string, paint = (line: string): string => line): string[] {
  const later = " ".repeat(label.length);
  return wrap(clipped(text, LONGEST), WIDTH - label.length).map(
    (line, i) => `${i === 0 ? label : later}${paint(line)}`,
  );
}
