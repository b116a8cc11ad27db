/** Allocators of blocks that shrink and grow: in place, by copying, by a buddy's halves. */
import {
  type AllocatorDefinition,
  defineAllocator,
  fromObject,
  type ObjectDoor,
  type Place,
} from "../../index.js";
import type { Calls } from "../../model/doors/object-door.js";

interface Run {
  start: number;
  count: number;
}

/** A list of blocks, first fit, each with its length. */
class Heap {
  readonly blocks: Run[] = [];
  constructor(readonly frames: number) {}

  alloc(count: number): number {
    const start = this.place(count);
    if (start >= 0) this.put({ start, count });
    return start;
  }
  free(start: number, count: number): boolean {
    const at = this.at(start, count);
    if (at < 0) return false;
    this.blocks.splice(at, 1);
    return true;
  }
  write(_frame: number): boolean {
    return false;
  }
  /** In place alone, as `xallocx` or Zig's `resize`. */
  resize(start: number, count: number, to: number): boolean {
    const block = this.blocks[this.at(start, count)];
    if (block === undefined || !this.reaches(start, to, block)) return false;
    block.count = to;
    return true;
  }
  /** As `realloc`: in place, or else to another place. */
  realloc(start: number, count: number, to: number): number {
    if (this.resize(start, count, to)) return start;
    const at = this.at(start, count);
    const place = at < 0 ? -1 : this.place(to);
    if (place < 0) return -1;
    this.blocks.splice(at, 1);
    this.put({ start: place, count: to });
    return place;
  }
  protected at(start: number, count: number): number {
    return this.blocks.findIndex((block) => block.start === start && block.count === count);
  }
  protected reaches(start: number, count: number, but?: Run): boolean {
    const meets = (block: Run) => block.start < start + count && start < block.start + block.count;
    return start + count <= this.frames && !this.blocks.some((block) => block !== but && meets(block));
  }
  protected place(count: number): number {
    for (let start = 0; start + count <= this.frames; start++) if (this.reaches(start, count)) return start;
    return -1;
  }
  private put(block: Run): void {
    this.blocks.push(block);
    this.blocks.sort((a, b) => a.start - b.start);
  }
}

/** Takes the frames behind a block without a look at the end of the pool. */
class HeapOverTheEnd extends Heap {
  protected override reaches(start: number, count: number, but?: Run): boolean {
    return super.reaches(start, but === undefined ? count : Math.min(count, this.frames - start), but);
  }
}

/** Gives the block up before it looks whether there is room for another. */
class HeapLosesBlock extends Heap {
  override realloc(start: number, count: number, to: number): number {
    if (this.resize(start, count, to)) return start;
    return this.free(start, count) ? this.alloc(to) : -1;
  }
}

/** Looks only at the first frame behind the block. */
class HeapLooksOneAhead extends Heap {
  override resize(start: number, count: number, to: number): boolean {
    const block = this.blocks[this.at(start, count)];
    if (block === undefined || !this.reaches(start, Math.min(to, count + 1), block)) return false;
    if (start + to > this.frames) return false;
    block.count = to;
    return true;
  }
}

/** Blocks with what their clients wrote into them: one number a frame. */
class Copying extends Heap {
  readonly bytes: number[];
  constructor(frames: number) {
    super(frames);
    this.bytes = new Array(frames).fill(0);
  }
  override alloc(count: number): number {
    const start = super.alloc(count);
    if (start >= 0) this.bytes.fill(0, start, start + count);
    return start;
  }
  override write(frame: number): boolean {
    const isHeld = this.blocks.some(({ start, count }) => start <= frame && frame < start + count);
    if (isHeld) this.bytes[frame] = 1;
    return isHeld;
  }
  override realloc(start: number, count: number, to: number): number {
    const held = this.bytes.slice(start, start + this.copied(count, to));
    const place = super.realloc(start, count, to);
    if (place >= 0) for (const [i, byte] of held.entries()) this.bytes[place + i] = byte;
    return place;
  }
  protected copied(count: number, to: number): number {
    return Math.min(count, to);
  }
}

/** Counts from 1 what it copies. */
class CopyingShort extends Copying {
  protected override copied(count: number, to: number): number {
    return super.copied(count, to) - 1;
  }
}

/** What is given back waits until it is settled; what a block gives up at its end is among it. */
class Waits extends Heap {
  readonly waiting: Run[] = [];
  override free(start: number, count: number): boolean {
    const isFreed = super.free(start, count);
    if (isFreed) this.waiting.push({ start, count });
    return isFreed;
  }
  override resize(start: number, count: number, to: number): boolean {
    if (!super.resize(start, count, to)) return false;
    if (to < count) this.waiting.push({ start: start + to, count: count - to });
    return true;
  }
  settle(): void {
    this.waiting.length = 0;
  }
  protected override reaches(start: number, count: number, but?: Run): boolean {
    const meets = (run: Run) => run.start < start + count && start < run.start + run.count;
    return super.reaches(start, count, but) && !this.waiting.some(meets);
  }
}

/** Has no room in its list of what waits for a second run, and so does not shrink a block. */
class WaitsForOne extends Waits {
  override resize(start: number, count: number, to: number): boolean {
    return (to >= count || this.waiting.length === 0) && super.resize(start, count, to);
  }
}

type Kind = "resize" | "realloc" | "write";

/** Such an allocator with some commands. */
function heap<T extends Heap>(
  name: string,
  make: (frames: number) => T,
  kinds: readonly Kind[],
  more: Pick<ObjectDoor<T>, "contentsOf"> & { readonly settle?: (pool: T) => void } = {},
): AllocatorDefinition {
  const { settle, ...door } = more;
  const further: Calls<T> = {
    resize: (pool, { start, count, to }) => pool.resize(start, count, to),
    realloc: (pool, { start, count, to }) => pool.realloc(start, count, to),
    write: (pool, { frame }) => pool.write(frame),
  };
  const left = (["resize", "realloc", "write"] as const).filter((kind) => !kinds.includes(kind));
  return defineAllocator({
    name,
    contract: settle === undefined ? "strict" : "lazy",
    make: fromObject<T>({
      make: ({ frames }) => make(frames),
      calls: {
        "alloc-block": (pool, { count }) => pool.alloc(count),
        "free-block": (pool, { start, count }) => pool.free(start, count),
        ...Object.fromEntries(Object.entries(further).filter(([kind]) => !left.some((not) => not === kind))),
        ...(settle === undefined ? {} : { settle }),
      },
      ...door,
    }),
  });
}

const BOTH = ["resize", "realloc"] as const;
const contentsOf = (pool: Copying, { frame }: Place) => (pool.bytes[frame] === 0 ? "zeros" : "bytes");
const copying = (name: string, make: (frames: number) => Copying) =>
  heap(name, make, ["realloc", "write"], { contentsOf });

export const inPlace = heap("in-place", (frames) => new Heap(frames), ["resize"]);
export const moves = heap("moves", (frames) => new Heap(frames), BOTH);
export const copies = copying("copies", (frames) => new Copying(frames));
export const overTheEnd = heap("over-the-end", (frames) => new HeapOverTheEnd(frames), ["resize"]);
export const looksOneAhead = heap("looks-one-ahead", (frames) => new HeapLooksOneAhead(frames), ["resize"]);
export const losesBlock = heap("loses-block", (frames) => new HeapLosesBlock(frames), BOTH);
export const copiesShort = copying("copies-short", (frames) => new CopyingShort(frames));
const settle = (pool: Waits) => pool.settle();
export const waits = heap("waits", (frames) => new Waits(frames), ["resize"], { settle });
export const waitsForOne = heap("waits-for-one", (frames) => new WaitsForOne(frames), ["resize"], { settle });
