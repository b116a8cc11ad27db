/**
 * Numbers for ranges, as a laid-out state has them: of every range of a scope, or of those that its commands
 * name. A pool of 4,096 frames has eight million ranges, and a run that draws its commands names a few
 * hundred.
 */
import type { Command } from "./commands.js";
import type { FrameRange } from "./frames.js";
import { frameMask, rangeNumber, rangesOf } from "./ranges.js";

export class RangeNumbers {
  private constructor(
    private readonly frames: number,
    /** The ranges; the index of each is its number. */
    readonly ranges: readonly FrameRange[],
    /** The numbers by `keyOf`, where not every range has one. */
    private readonly known: ReadonlyMap<number, number> | null,
  ) {}

  /** Every range of so many frames. */
  static ofAll(frames: number): RangeNumbers {
    return new RangeNumbers(frames, rangesOf(frames), null);
  }

  /**
   * The ranges that some commands name, and each frame by itself where a command holds what it is answered.
   */
  static ofNamed(frames: number, commands: readonly Command[]): RangeNumbers {
    const known = new Map<number, number>();
    const ranges: FrameRange[] = [];
    const add = (range: FrameRange) => {
      if (known.has(keyOf(range))) return;
      known.set(keyOf(range), ranges.length);
      ranges.push(range);
    };
    for (const command of commands) {
      if ("range" in command) add(command.range);
      if ("from" in command) add(command.from);
      if (command.kind === "alloc-handle")
        for (let start = 0; start < frames; start++) add({ start, count: 1 });
    }
    return new RangeNumbers(frames, ranges, known);
  }

  get count(): number {
    return this.ranges.length;
  }

  numberOf(range: FrameRange): number {
    const { known, frames } = this;
    if (known === null) return rangeNumber(frames, range);
    const number = known.get(keyOf(range));
    if (number === undefined) throw new Error("internal: a range that no command names");
    return number;
  }

  /** The frames of each range, one mask after the other. */
  masks(): Int32Array {
    return Int32Array.from(this.ranges.flatMap((range) => frameMask(this.frames, range)));
  }
}

/** Halves of frames and addresses far outside are told apart, too. */
function keyOf({ start, count }: FrameRange): number {
  return start * 2 ** 20 + count;
}
