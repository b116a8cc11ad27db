/** Where windows lie: at the ends of the words and tables in which allocators keep a bit a frame. */

import { isMisuse } from "../../model/basics/misuse.js";
import type { Scope } from "../../model/words/scope.js";
import { WORD_BITS } from "./blind.js";
import type { Window } from "./evidence.js";

/** Which windows are asked for: one by itself, the standard places, those at some frames, or none. */
export type WantedWindows = "one" | "standard" | "none" | readonly number[];

/**
 * Whether what breaks as the rest of a pool is taken is a finding: where somebody asked for windows, so that
 * the allocator is meant for such a pool. The largest that is tried unasked may be more than it was made for.
 */
export function isJudged(error: unknown, wanted: WantedWindows | undefined): boolean {
  const areAsked = wanted !== undefined && wanted !== "one" && wanted !== "none";
  return areAsked && isMisuse(error) && error.code === "no-window";
}

/** Windows of which the first that can be made is enough. */
export type Alternatives = readonly Window[];

/** A table of words: the first frame of its second word, and how many frames a word has. */
export interface Words {
  readonly second: number;
  readonly bits: number;
}

/** The windows to explore; of `one` those of smaller pools are for an allocator of a bounded one. */
export function windowsOf(
  { frames }: Scope,
  wanted: WantedWindows,
  tables: readonly Words[],
): Alternatives[] {
  if (wanted === "none") return [];
  if (wanted === "one") {
    const around = (bits: number) => ({ at: across(bits, frames), pool: bits + 2 * frames });
    const largestFirst = [...WORD_BITS].reverse().map(around);
    const further = tables.filter((table) => !crosses(largestFirst[0]!, frames, table)); // there are some
    const beside = further.map(({ second }) => [{ at: across(second, frames), pool: second + 2 * frames }]);
    return [largestFirst, ...beside];
  }
  const pool = Math.max(...WORD_BITS) + 2 * frames;
  const places =
    wanted === "standard"
      ? [...WORD_BITS.flatMap((bits) => [bits - frames, across(bits, frames), bits]), pool - frames]
      : wanted;
  const inOrder = [...new Set(places)].filter((at) => at >= 0).sort((a, b) => a - b);
  return inOrder.map((at) => [{ at, pool: Math.max(pool, at + frames) }]);
}

/** The first frame of a window with a boundary in its midst. */
function across(boundary: number, frames: number): number {
  return Math.max(0, boundary - (frames >> 1));
}

/** Whether a word of a table ends in a window and the next begins there. */
export function crosses({ at }: Window, frames: number, { second, bits }: Words): boolean {
  const last = at + frames - 1;
  if (last < second) return false;
  return last - ((last - second) % bits) > at;
}
