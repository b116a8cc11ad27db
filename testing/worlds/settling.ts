/** Allocators in which what was given back waits: for a drain, a sweep, the end of a grace period. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";

/** Free frames, and others on which somebody must do something first. */
class Waiting {
  readonly ready: number[];
  readonly waiting: number[] = [];
  readonly taken: boolean[];
  constructor(frames: number) {
    this.ready = Array.from({ length: frames }, (_, frame) => frame);
    this.taken = this.ready.map(() => false);
  }
  alloc(): number {
    const frame = this.ready.pop() ?? -1;
    if (frame >= 0) this.taken[frame] = true;
    return frame;
  }
  free(frame: number): boolean {
    if (!this.taken[frame]) return false;
    this.taken[frame] = false;
    this.waiting.push(frame);
    return true;
  }
  settle(): void {
    this.ready.push(...this.waiting.splice(0));
  }
}

/** A drain that takes one frame a turn, and one turn. */
class OneATurn extends Waiting {
  override settle(): void {
    this.ready.push(...this.waiting.splice(0, 1));
  }
}

/** Frames of a CPU's cache are handed out again from there; it sends half of them back when it is full. */
class Cached extends Waiting {
  override free(frame: number): boolean {
    if (!super.free(frame)) return false;
    if (this.waiting.length > 2) this.ready.push(...this.waiting.splice(0, 2));
    return true;
  }
  override alloc(): number {
    if (this.ready.length > 0 || this.waiting.length === 0) return super.alloc();
    this.settle();
    return super.alloc();
  }
}

/** What it sends back it also keeps. */
class CachedTwice extends Cached {
  override free(frame: number): boolean {
    if (!Waiting.prototype.free.call(this, frame)) return false;
    if (this.waiting.length > 2) this.ready.push(...this.waiting.slice(0, 2));
    return true;
  }
}

/** A frame is free two grace periods after it was given back; `settle` waits for both. */
class Graced extends Waiting {
  readonly older: number[] = [];
  period(): void {
    this.ready.push(...this.older.splice(0));
    this.older.push(...this.waiting.splice(0));
  }
  override settle(): void {
    this.period();
    this.period();
  }
}

/** Waits for one. */
class GracedOnce extends Graced {
  override settle(): void {
    this.period();
  }
}

/** A cache that is filled with two frames at an allocation, which blocks then do not find. */
class Batched {
  readonly taken: boolean[];
  readonly cache: number[] = [];
  constructor(frames: number) {
    this.taken = new Array(frames).fill(false);
  }
  alloc(): number {
    const batch = this.cache.length > 0 ? 0 : 2;
    for (let frame = 0; frame < this.taken.length && this.cache.length < batch; frame++)
      if (this.isIn(frame, 1)) this.cache.push(frame);
    const frame = this.cache.shift() ?? -1;
    if (frame >= 0) this.taken[frame] = true;
    return frame;
  }
  allocBlock(count: number): number {
    for (let start = 0; start + count <= this.taken.length; start++)
      if (this.isIn(start, count)) {
        this.taken.fill(true, start, start + count);
        return start;
      }
    return -1;
  }
  freeBlock(start: number, count: number): void {
    this.taken.fill(false, start, start + count);
  }
  settle(): void {
    this.cache.length = 0;
  }
  private isIn(start: number, count: number): boolean {
    const range = Array.from({ length: count }, (_, i) => start + i);
    return range.every((frame) => !this.taken[frame] && !this.cache.includes(frame));
  }
}

/** The settle leaves a frame in the cache. */
class Strands extends Batched {
  override settle(): void {
    this.cache.length = Math.min(this.cache.length, 1);
  }
}

function waiting(name: string, Class: typeof Waiting): AllocatorDefinition {
  const make = fromObject<Waiting>({
    make: ({ frames }) => new Class(frames),
    calls: {
      alloc: (pool) => pool.alloc(),
      free: (pool, { frame }) => pool.free(frame),
      settle: (pool) => pool.settle(),
    },
  });
  return defineAllocator({ name, contract: "lazy", make });
}

function batched(name: string, Class: typeof Batched): AllocatorDefinition {
  const make = fromObject<Batched>({
    make: ({ frames }) => new Class(frames),
    calls: {
      alloc: (pool) => pool.alloc(),
      "alloc-block": (pool, { count }) => pool.allocBlock(count),
      "free-block": (pool, { start, count }) => pool.freeBlock(start, count),
      settle: (pool) => pool.settle(),
    },
  });
  return defineAllocator({ name, contract: "trusted+batched", make });
}

export const lazyList = waiting("lazy-list", Waiting);
export const lazyOneATurn = waiting("lazy-list-one-a-turn", OneATurn);
export const cpuCache = waiting("cpu-cache", Cached);
export const cpuCacheTwice = waiting("cpu-cache-twice", CachedTwice);
export const graced = waiting("graced", Graced);
export const gracedOnce = waiting("graced-once", GracedOnce);
export const batches = batched("batches", Batched);
export const batchesStranded = batched("batches-stranded", Strands);
