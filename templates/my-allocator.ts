/** A first-fit allocator to begin with. Put your own in its place, or import it. */
import { defineAllocator, fromObject } from "allocheck";

export class MyAllocator {
  /** What each frame is: `null` when free, 0 when allocated, else the number of its owner. */
  private readonly holders: (number | null)[];

  constructor(frames: number) {
    this.holders = new Array<number | null>(frames).fill(null);
  }

  /** Takes frames out of circulation for an owner. */
  reserve(start: number, count: number, owner: number): boolean {
    if (this.range(start, count).some((holder) => holder !== null)) return false;
    this.holders.fill(owner, start, start + count);
    return true;
  }

  /** Gives reserved frames back. */
  release(start: number, count: number, owner: number): boolean {
    if (this.range(start, count).some((holder) => holder !== owner)) return false;
    this.holders.fill(null, start, start + count);
    return true;
  }

  /** Hands out a free frame, or -1 when there is none. */
  alloc(): number {
    const frame = this.holders.indexOf(null);
    if (frame >= 0) this.holders[frame] = 0;
    return frame;
  }

  /** Takes an allocated frame back. */
  free(frame: number): boolean {
    if (this.holders[frame] !== 0) return false;
    this.holders[frame] = null;
    return true;
  }

  private range(start: number, count: number): (number | null)[] {
    return this.holders.slice(start, start + count);
  }
}

/** How allocheck calls it. The default export of this file is what it checks. */
export default defineAllocator({
  name: "my-allocator",
  make: fromObject({
    // A fresh one, every frame free. It is copied field by field between commands; for a class with
    // #private fields give `save` and `load` as well.
    make: ({ frames }) => new MyAllocator(frames),

    // The commands it has. What is left out is not tried: here nobody can borrow, that is, hold on to
    // reserved memory. Add `borrow` and `drop` when yours lends slices of it.
    calls: {
      reserve: (mine, { start, count, owner }) => mine.reserve(start, count, owner),
      release: (mine, { start, count, owner }) => mine.release(start, count, owner),
      alloc: (mine) => mine.alloc(),
      free: (mine, { frame }) => mine.free(frame),
    },

    // How it says no. Without a reason ("refused") any true reason will do.
    refusals: [
      { when: -1, of: "alloc", is: "exhausted" },
      { when: false, is: "refused" },
    ],
  }),
});
