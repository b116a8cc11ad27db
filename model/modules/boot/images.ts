/** Where an initrd can lie, and which frames of it are whole. */
import type { FrameRange } from "../../words/frames.js";
import { PARAMETERS } from "../../words/parameters.js";
import { frameMask } from "../../words/ranges.js";
import { gridOf, type Scope, unitsOf } from "../../words/scope.js";

/** Every range of the pool, and those that end one unit behind it, by start and then by count. */
export function imagesOf(scope: Scope): readonly FrameRange[] {
  return PARAMETERS.image.all(scope);
}

/** What an image covers of the pool, as sets of units. */
export interface Covered {
  /** Its bytes. */
  readonly bytes: readonly number[];
  /** Every frame that holds one of them, whole. */
  readonly outward: readonly number[];
  /** The frames that hold nothing else. */
  readonly inward: readonly number[];
  /** The frame in which it begins, where it begins inside one; then the one in which it ends. */
  readonly edges: readonly [readonly number[], readonly number[]];
  /** Whether it ends behind the pool. */
  readonly isBeyond: boolean;
}

/** What an image covers. A frame in which it both begins and ends is its first edge. */
export function coveredBy(scope: Scope, { start, count }: FrameRange): Covered {
  const [grid, units] = [gridOf(scope), unitsOf(scope)];
  const end = start + count;
  const within = Math.min(end, grid);
  const down = (unit: number) => Math.floor(unit / units) * units;
  const up = (unit: number) => Math.ceil(unit / units) * units;
  const mask = (from: number, to: number) => frameMask(grid, { start: from, count: Math.max(0, to - from) });
  const lower = start % units !== 0 || (down(start) === down(end) && end % units !== 0);
  const upper = end % units !== 0 && down(end) > down(start);
  return {
    bytes: mask(start, within),
    outward: mask(down(start), up(within)),
    inward: mask(up(start), down(within)),
    edges: [
      lower ? mask(down(start), down(start) + units) : mask(0, 0),
      upper && end < grid ? mask(down(end), up(end)) : mask(0, 0),
    ],
    isBeyond: end > grid,
  };
}
