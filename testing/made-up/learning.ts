/** Allocators of which an allocation that fails leaves something behind, each sound and with a mistake. */
import { fromObject } from "../../model/doors/from-object.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";

interface Pool {
  alloc(): number;
  free(frame: number): boolean;
}

function defined(name: string, make: (frames: number) => Pool): AllocatorDefinition {
  const calls = {
    alloc: (pool: Pool) => pool.alloc(),
    free: (pool: Pool, { frame }: { readonly frame: number }) => pool.free(frame),
  };
  return defineAllocator({
    name,
    contract: "learns",
    make: fromObject({ make: ({ frames }) => make(frames), calls }),
  });
}

/** Searches from a hint on; a search in vain leaves the hint at the last place it looked. */
class NextFit implements Pool {
  readonly taken: boolean[];
  lookup = 0;
  constructor(
    frames: number,
    /** Whether a search begins again at the first frame. */
    private readonly wraps: boolean,
  ) {
    this.taken = new Array<boolean>(frames).fill(false);
  }
  alloc(): number {
    const { length } = this.taken;
    for (let left = this.wraps ? length : length - this.lookup; left > 0; left--) {
      const frame = this.lookup;
      this.lookup = this.wraps ? (frame + 1) % length : frame + 1;
      if (this.taken[frame]) continue;
      this.taken[frame] = true;
      return frame;
    }
    this.lookup = this.wraps ? length - 1 : 0;
    return -1;
  }
  free(frame: number): boolean {
    const was = this.taken[frame] === true;
    this.taken[frame] = false;
    return was;
  }
}

/** Regions of two frames; a search in vain marks all, each until a frame of it is freed. */
class Marks implements Pool {
  readonly taken: boolean[];
  readonly full: boolean[];
  constructor(
    frames: number,
    private readonly unmarks: boolean,
  ) {
    this.taken = new Array<boolean>(frames).fill(false);
    this.full = new Array<boolean>(frames / 2).fill(false);
  }
  alloc(): number {
    for (let region = 0; region < this.full.length; region++) {
      if (this.full[region]) continue;
      const frame = this.taken.indexOf(false, 2 * region);
      if (frame >= 0 && frame < 2 * region + 2) {
        this.taken[frame] = true;
        return frame;
      }
    }
    this.full.fill(true);
    return -1;
  }
  free(frame: number): boolean {
    if (!this.taken[frame]) return false;
    this.taken[frame] = false;
    if (this.unmarks) this.full[frame >> 1] = false;
    return true;
  }
}

/** Notes that it has failed once. */
class Counts implements Pool {
  readonly taken: boolean[];
  failures = 0;
  constructor(
    frames: number,
    private readonly answers: number,
  ) {
    this.taken = new Array<boolean>(frames).fill(false);
  }
  alloc(): number {
    const frame = this.taken.indexOf(false);
    if (frame >= 0) this.taken[frame] = true;
    else this.failures = 1;
    return frame < 0 ? this.answers : frame;
  }
  free(frame: number): boolean {
    if (!this.taken[frame]) return false;
    this.taken[frame] = false;
    return true;
  }
}

/** Sound, and what a failed allocation changes in them first. */
export const LEARNERS: readonly (readonly [AllocatorDefinition, change: string])[] = [
  [defined("next-fit", (frames) => new NextFit(frames, true)), "lookup: 0 -> 3"],
  [defined("marks", (frames) => new Marks(frames, true)), "full[0]: false -> true"],
  [defined("counts", (frames) => new Counts(frames, -1)), "failures: 0 -> 1"],
];

export const FORGETS_TO_WRAP = defined("forgets-to-wrap", (frames) => new NextFit(frames, false));
export const FORGETS_TO_UNMARK = defined("forgets-to-unmark", (frames) => new Marks(frames, false));
export const ANSWERS_THE_FIRST = defined("answers-the-first", (frames) => new Counts(frames, 0));
