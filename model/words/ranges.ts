/** Ranges as numbers, and as sets of bits. */
import type { FrameRange } from "./frames.js";

/** Whether a frame is one of a range. */
export function isIn(frame: number, { start, count }: FrameRange): boolean {
  return frame >= start && frame < start + count;
}

/**
 * Every range of so many frames, by start and then by count; the index is the range's number. In a scope that
 * has too many ranges to lay out all, only those that are named have numbers (`range-numbers.ts`).
 */
export function rangesOf(frames: number): FrameRange[] {
  const ranges: FrameRange[] = [];
  for (let start = 0; start < frames; start++)
    for (let count = 1; start + count <= frames; count++) ranges.push({ start, count });
  return ranges;
}

/** The number of a range in `rangesOf(frames)`. */
export function rangeNumber(frames: number, { start, count }: FrameRange): number {
  return start * frames - (start * (start - 1)) / 2 + count - 1;
}

/** A bit mask of some frames in 32-bit words, lowest frame in the lowest bit of the first word. */
export function frameMask(frames: number, range: FrameRange): number[] {
  const words = new Array<number>(wordsFor(frames)).fill(0);
  for (let frame = range.start; frame < range.start + range.count; frame++) {
    const word = frame >>> 5;
    words[word] = (words[word] ?? 0) | (1 << (frame & 31));
  }
  return words;
}

/** How many 32-bit words hold so many bits. */
export function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}
