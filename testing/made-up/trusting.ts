/** Allocators that look at nothing that is given back, each sound and with a mistake. */
import { fromObject } from "../../model/doors/from-object.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";

/** A bit a frame. The mistake: the bit beside it is cleared. */
class Bits {
  readonly taken: boolean[];
  constructor(
    frames: number,
    private readonly off: number,
  ) {
    this.taken = new Array<boolean>(frames).fill(false);
  }
  alloc(): number {
    const frame = this.taken.indexOf(false);
    if (frame >= 0) this.taken[frame] = true;
    return frame;
  }
  free(frame: number): void {
    this.taken[frame ^ this.off] = false;
  }
}

/** A stack of free frames. The mistake: what is freed is pushed where the last one handed out lay. */
class Stack {
  readonly frames: number[];
  top: number;
  constructor(
    frames: number,
    private readonly off: number,
  ) {
    this.frames = Array.from({ length: frames }, (_, i) => frames - 1 - i);
    this.top = frames;
  }
  alloc(): number {
    return this.top === 0 ? -1 : this.frames[--this.top]!;
  }
  free(frame: number): void {
    this.frames[Math.max(this.top - this.off, 0)] = frame;
    this.top++;
  }
}

/** Runs of frames. The mistake: the last frame of a block stays taken. */
class Blocks extends Bits {
  allocBlock(count: number): number {
    for (let start = 0; start + count <= this.taken.length; start++) {
      if (this.taken.slice(start, start + count).includes(true)) continue;
      this.taken.fill(true, start, start + count);
      return start;
    }
    return -1;
  }
  freeBlock(start: number, count: number, kept: number): void {
    this.taken.fill(false, start, start + Math.max(1, count - kept));
  }
}

interface Single {
  alloc(): number;
  free(frame: number): void;
}

const single = (name: string, make: (frames: number) => Single) =>
  defineAllocator({
    name,
    make: fromObject({
      make: ({ frames }) => make(frames),
      calls: { alloc: (pool) => pool.alloc(), free: (pool, { frame }) => pool.free(frame) },
    }),
  });

const blocks = (name: string, kept: number) =>
  defineAllocator({
    name,
    offers: { "alloc-block": ({ align }) => align === 1, "free-block": true },
    make: fromObject({
      make: ({ frames }) => new Blocks(frames, 0),
      calls: {
        "alloc-block": (pool, { count }) => pool.allocBlock(count),
        "free-block": (pool, { start, count }) => pool.freeBlock(start, count, kept),
      },
    }),
  });

/** Those that are sound, each beside the same with its mistake. */
export const TRUSTING: readonly (readonly [sound: AllocatorDefinition, faulty: AllocatorDefinition])[] = [
  [
    single("trusting-bits", (frames) => new Bits(frames, 0)),
    single("frees-beside", (frames) => new Bits(frames, 1)),
  ],
  [
    single("trusting-stack", (frames) => new Stack(frames, 0)),
    single("pushes-below", (frames) => new Stack(frames, 1)),
  ],
  [blocks("trusting-blocks", 0), blocks("keeps-the-last", 1)],
];
