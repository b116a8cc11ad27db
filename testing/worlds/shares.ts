/** Allocators that count who holds a frame, as kernels do for pages that are copied when they are written. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";
import type { Calls } from "../../model/doors/object-door.js";

const WIDEST = 255;

/** A count a frame, of any width: full with `most`. */
class Counts {
  readonly counts: number[];
  constructor(
    frames: number,
    protected readonly most = WIDEST,
  ) {
    this.counts = new Array(frames).fill(0);
  }
  alloc(): number {
    const frame = this.counts.indexOf(0);
    if (frame >= 0) this.counts[frame] = 1;
    return frame;
  }
  share(frame: number): boolean {
    if (this.counts[frame] === this.most) return false;
    this.counts[frame]! += 1;
    return true;
  }
  free(frame: number): boolean {
    if (this.counts[frame] === 0) return false;
    this.counts[frame]! -= 1;
    return true;
  }
}

class Wraps extends Counts {
  override share(frame: number): boolean {
    this.counts[frame] = (this.counts[frame]! + 1) & 3;
    return true;
  }
}

/** Stays where it is once it is full, and counts down from there. */
class Saturates extends Counts {
  override share(frame: number): boolean {
    super.share(frame);
    return true;
  }
}

/** A list of free frames beside the counts. */
class Listed extends Counts {
  readonly list: number[];
  constructor(frames: number) {
    super(frames);
    this.list = Array.from({ length: frames }, (_, frame) => frame);
  }
  override alloc(): number {
    const frame = this.list.pop() ?? -1;
    if (frame >= 0) this.counts[frame] = 1;
    return frame;
  }
  override free(frame: number): boolean {
    if (!super.free(frame)) return false;
    if (this.isOver(frame)) this.list.push(frame);
    return true;
  }
  protected isOver(frame: number): boolean {
    return this.counts[frame] === 0;
  }
}

/** Looks at the count as it was. */
class ListedEarly extends Listed {
  protected override isOver(frame: number): boolean {
    return this.counts[frame]! <= 1;
  }
}

/** Two bits a frame, and what nobody holds is parked: it is handed out again once the park is drained. */
class Parked extends Counts {
  readonly parked: boolean[] = this.counts.map(() => false);
  override alloc(): number {
    const frame = this.counts.findIndex((count, at) => count === 0 && !this.parked[at]);
    if (frame >= 0) this.counts[frame] = 1;
    return frame;
  }
  override free(frame: number): boolean {
    if (!super.free(frame)) return false;
    this.parked[frame] = this.counts[frame] === 0;
    return true;
  }
  settle(): void {
    this.parked.fill(false);
  }
}

/** A drain ends with the first frame. */
class DrainsOne extends Parked {
  override settle(): void {
    const first = this.parked.indexOf(true);
    if (first >= 0) this.parked[first] = false;
  }
}

const CALLS: Calls<Counts> = {
  alloc: (pool) => pool.alloc(),
  free: (pool, { frame }) => pool.free(frame),
  share: (pool, { frame }) => pool.share(frame),
};

function counting(name: string, make: (frames: number) => Counts, contract = "strict"): AllocatorDefinition {
  return defineAllocator({
    name,
    contract,
    make: fromObject<Counts>({
      make: ({ frames }) => make(frames),
      calls: CALLS,
    }),
  });
}

function parking(name: string, make: (frames: number) => Parked): AllocatorDefinition {
  const calls: Calls<Parked> = { ...CALLS, settle: (pool) => pool.settle() };
  const from = fromObject<Parked>({ make: ({ frames }) => make(frames), calls });
  return defineAllocator({ name, contract: "counted+lazy", make: from });
}

export const parked = parking("parked", (frames) => new Parked(frames, 3));
export const drainsOne = parking("drains-one", (frames) => new DrainsOne(frames, 3));
export const counted = counting("counted", (frames) => new Counts(frames));
export const twoBits = counting("two-bits", (frames) => new Counts(frames, 3), "counted");
export const listed = counting("listed", (frames) => new Listed(frames));
export const wraps = counting("two-bits-wraps", (frames) => new Wraps(frames), "counted");
export const saturates = counting("two-bits-saturates", (frames) => new Saturates(frames, 3), "counted");
export const listedEarly = counting("listed-early", (frames) => new ListedEarly(frames));
