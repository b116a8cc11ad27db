/** Lines of a report as a text that stays readable whatever is in them. */
import { clipped } from "../../model/basics/wording.js";

/** A line of a report is longer than this only by what a person's file wrote. */
export const LONGEST_LINE = 4000;

/** Each line by itself, and none of them endless. */
export function readable(lines: readonly string[]): string {
  return lines.map((line) => `${clipped(line, LONGEST_LINE)}\n`).join("");
}
