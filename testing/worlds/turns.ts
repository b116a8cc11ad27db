/** Allocators that move on and come back: rings of descriptors, pointers that go back when all is free. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";

/** Taken at the head; what is done waits until all that was taken before it is done too. */
class Ring {
  private head = 0;
  protected tail = 0;
  protected count = 0;
  protected readonly done: boolean[];
  constructor(private readonly frames: number) {
    this.done = new Array(frames).fill(false);
  }
  alloc(): number {
    if (this.count === this.frames) return -1;
    const frame = this.head;
    this.head = (this.head + 1) % this.frames;
    this.count++;
    return frame;
  }
  free(frame: number): void {
    this.done[frame] = true;
    while (this.count > 0 && this.done[this.tail]) this.retire();
  }
  protected retire(): void {
    this.done[this.tail] = false;
    this.tail = (this.tail + 1) % this.frames;
    this.count--;
  }
}

/** What was done once is done for ever. */
class StaysDone extends Ring {
  protected override retire(): void {
    super.retire();
    this.done[(this.tail + this.done.length - 1) % this.done.length] = true;
  }
}

/** Whoever is done first, the one at the tail goes. */
class RetiresAnyone extends Ring {
  override free(): void {
    this.retire();
  }
}

/** A pointer that moves on, and how many blocks are somebody's: with the last it goes back. */
class Fragment {
  protected top = 0;
  protected live = 0;
  constructor(private readonly frames: number) {}
  alloc(count: number): number | null {
    if (count === 0 || this.top + count > this.frames) return null;
    const start = this.top;
    this.top += count;
    this.live++;
    return start;
  }
  free(_: number): void {
    this.live--;
    if (this.live === 0) this.top = 0;
  }
}

/** Looks whether a block is left before it takes its own away. */
class GoesBackEarly extends Fragment {
  override free(): void {
    if (this.live <= 2) this.top = 0;
    this.live--;
  }
}

/** Goes back only where the block it is given lies at the begin. */
class GoesBackFromTheBegin extends Fragment {
  override free(start: number): void {
    this.live--;
    if (this.live === 0 && start === 0) this.top = 0;
  }
}

function ring(name: string, make: (frames: number) => Ring): AllocatorDefinition {
  return defineAllocator({
    name,
    contract: "trusted+arena",
    make: fromObject<Ring>({
      make: ({ frames }) => make(frames),
      calls: { alloc: (pool) => pool.alloc(), free: (pool, { frame }) => pool.free(frame) },
    }),
  });
}

function fragment(name: string, make: (frames: number) => Fragment): AllocatorDefinition {
  return defineAllocator({
    name,
    contract: "trusted+arena",
    make: fromObject<Fragment>({
      make: ({ frames }) => make(frames),
      calls: {
        "alloc-block": (pool, { count }) => pool.alloc(count),
        "free-block": (pool, { start }) => pool.free(start),
      },
    }),
  });
}

export const inTurn = ring("in-turn", (frames) => new Ring(frames));
export const staysDone = ring("stays-done", (frames) => new StaysDone(frames));
export const retiresAnyone = ring("retires-anyone", (frames) => new RetiresAnyone(frames));
export const goesBack = fragment("goes-back", (frames) => new Fragment(frames));
export const goesBackEarly = fragment("goes-back-early", (frames) => new GoesBackEarly(frames));
export const goesBackFromTheBegin = fragment(
  "goes-back-from-the-begin",
  (frames) => new GoesBackFromTheBegin(frames),
);
