/** Lines of signs below the strip of a moment: one sign a frame (a unit, where frames have several). */
import type { FrameRange } from "../words/frames.js";
import { describeRange } from "../words/parameters.js";
import type { RangeNumbers } from "../words/range-numbers.js";
import { isIn } from "../words/ranges.js";
import { gridOf, type Scope } from "../words/scope.js";
import { bitAt, type Layout, placesOf, read } from "./layout.js";

/** Nothing to say of a frame. */
export const BLANK = " ";

/** A sign under each frame of some ranges, of so many frames. */
export function marksUnder(frames: number, sign: string, ranges: readonly FrameRange[]): string[] {
  const isMarked = (frame: number) => ranges.some((range) => isIn(frame, range));
  return Array.from({ length: frames }, (_, frame) => (isMarked(frame) ? sign : BLANK));
}

/** The same of all frames of a scope. */
export function signsUnder(scope: Scope, sign: string, ranges: readonly FrameRange[]): string[] {
  return marksUnder(gridOf(scope), sign, ranges);
}

/** A sign under each frame whose bit is set in a plane of a packed state. */
export function signsOfPlane(
  scope: Scope,
  layout: Layout,
  state: Int32Array,
  field: string,
  sign: string,
): string[] {
  const places = placesOf(layout, field);
  return Array.from({ length: gridOf(scope) }, (_, frame) => (bitAt(state, 0, places, frame) ? sign : BLANK));
}

/** The ranges in a sorted list of a packed state, lowest first. */
export function rangesIn(
  layout: Layout,
  { ranges }: RangeNumbers,
  state: Int32Array,
  field: string,
): FrameRange[] {
  return placesOf(layout, field)
    .flatMap((place) => ranges[read(state, 0, place) - 1] ?? [])
    .reverse();
}

/** Ranges in words: `[0..1], [3]`. */
export function listOfRanges(ranges: readonly FrameRange[]): string {
  return ranges.map((range) => `[${describeRange(range)}]`).join(", ");
}
