/** Allocators that count readers instead of keeping slices, each sound and with a mistake. */
import { fromObject } from "../../model/doors/from-object.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";

/** One count for all. */
class Pool {
  readonly reserved: boolean[];
  readonly pins: number[];
  constructor(frames: number, counts = 1) {
    this.reserved = new Array<boolean>(frames).fill(false);
    this.pins = new Array<number>(counts).fill(0);
  }
  /** The counts that are about a range. */
  of(_start: number, _count: number): readonly number[] {
    return [0];
  }
  reserve(start: number, count: number): boolean {
    if (this.reserved.slice(start, start + count).includes(true)) return false;
    this.reserved.fill(true, start, start + count);
    return true;
  }
  release(start: number, count: number): boolean {
    if (this.reserved.slice(start, start + count).includes(false)) return false;
    if (this.of(start, count).some((i) => this.pins[i]! > 0)) return false;
    this.reserved.fill(false, start, start + count);
    return true;
  }
  pin(start: number, count: number): boolean {
    for (const i of this.of(start, count)) this.pins[i]!++;
    return true;
  }
  unpin(start: number, count: number): boolean {
    for (const i of this.of(start, count)) this.pins[i]!--;
    return true;
  }
}

/** The mistake: a flag, which the first to go takes down. */
class Flag extends Pool {
  override unpin(): boolean {
    this.pins[0] = 0;
    return true;
  }
}

/** A count for each half of the pool. */
class Halves extends Pool {
  constructor(frames: number) {
    super(frames, 2);
  }
  override of(start: number, count: number): readonly number[] {
    const half = this.reserved.length / 2;
    return [0, 1].filter((i) => start < (i + 1) * half && start + count > i * half);
  }
}

/** The mistake: a release looks at the half where it begins. */
class FirstHalf extends Halves {
  override release(start: number, count: number): boolean {
    const { pins } = this;
    const [first = 0] = this.of(start, count);
    const others = [...pins];
    pins.fill(0);
    pins[first] = others[first]!;
    const done = super.release(start, count);
    others.forEach((pinned, i) => {
      pins[i] = pinned;
    });
    return done;
  }
}

/** A count a frame, which is a slice again but for drops: those say where and no more. */
class Frames extends Pool {
  constructor(frames: number) {
    super(frames, frames);
  }
  override of(start: number, count: number): readonly number[] {
    return Array.from({ length: count }, (_, i) => start + i);
  }
}

/** The mistake: a frame whose count is up is kept, and the rest of the range is given back. */
class SkipsPinned extends Frames {
  override release(start: number, count: number): boolean {
    if (this.reserved.slice(start, start + count).includes(false)) return false;
    for (let i = start; i < start + count; i++) if (this.pins[i] === 0) this.reserved[i] = false;
    return true;
  }
}

const defined = (name: string, make: (frames: number) => Pool): AllocatorDefinition =>
  defineAllocator({
    name,
    contract: "pinned",
    make: fromObject({
      make: ({ frames }) => make(frames),
      calls: {
        reserve: (pool, { start, count }) => pool.reserve(start, count),
        release: (pool, { start, count }) => pool.release(start, count),
        borrow: (pool, { start, count }) => pool.pin(start, count),
        drop: (pool, { start, count }) => pool.unpin(start, count),
      },
    }),
  });

/** Those that are sound, each beside the same with its mistake. */
export const PINNING: readonly (readonly [sound: AllocatorDefinition, faulty: AllocatorDefinition])[] = [
  [defined("pins", (frames) => new Pool(frames)), defined("pins-once", (frames) => new Flag(frames))],
  [
    defined("halves", (frames) => new Halves(frames)),
    defined("first-half", (frames) => new FirstHalf(frames)),
  ],
  [defined("frames", (frames) => new Frames(frames)), defined("skips", (frames) => new SkipsPinned(frames))],
];

/** It never releases: no count gives leave for that. */
export const NEVER_RELEASES = defined("never-releases", (frames) =>
  Object.assign(new Pool(frames), { release: () => false }),
);
