/** A segregated fit of two levels, as TLSF: blocks in lists by their size, and a bit for each list. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";

interface Block {
  readonly start: number;
  size: number;
  free: boolean;
}

/** A list is of the sizes from a power of two to the next, or of the upper half of these. */
class TwoLevels {
  private readonly blocks: Block[];
  private readonly lists: number[][] = Array.from({ length: 8 }, () => []);
  private levels = 0;
  private readonly halves = [0, 0, 0, 0];

  constructor(frames: number) {
    this.blocks = [{ start: 0, size: frames, free: true }];
    this.insert(this.blocks[0]!);
  }

  alloc(count: number): number | null {
    const list = count > 0 ? this.listFor(this.rounded(count)) : -1;
    const at = this.blocks.findIndex(({ start }) => start === this.lists[list]?.[0]);
    const block = this.blocks[at];
    if (block === undefined) return null;
    this.remove(block);
    block.free = false;
    if (block.size > count) {
      const rest = { start: block.start + count, size: block.size - count, free: true };
      this.blocks.splice(at + 1, 0, rest);
      block.size = count;
      this.insert(rest);
    }
    return block.start;
  }

  free(frame: number): boolean {
    const at = this.blocks.findIndex(({ start, free }) => start === frame && !free);
    const block = this.blocks[at];
    if (block === undefined) return false;
    block.free = true;
    for (const i of [at + 1, at]) {
      const [one, next] = [this.blocks[i - 1], this.blocks[i]];
      if (!one?.free || !next?.free) continue;
      if (one !== block) this.remove(one);
      if (next !== block && i > at) this.remove(next);
      one.size += next.size;
      this.blocks.splice(i, 1);
    }
    this.insert(this.blocks.findLast(({ start }) => start <= frame)!); // the one that it is part of now
    return true;
  }

  /** A size of which every block of its list, and of those above, is large enough. */
  protected rounded(count: number): number {
    return count < 4 ? count : count + half(count) - 1;
  }
  protected emptied(level: number, upper: number): void {
    this.halves[level]! &= ~(1 << upper);
    if (this.halves[level] === 0) this.clear(level);
  }
  protected clear(level: number): void {
    this.levels &= ~(1 << level);
  }
  private listFor(size: number): number {
    const level = levelOf(size);
    const here = this.halves[level]! & (~0 << upperOf(size));
    if ((this.levels >> level) & 1 && here !== 0) return 2 * level + lowest(here);
    const above = this.levels & (~0 << (level + 1));
    return above === 0 ? -1 : 2 * lowest(above) + lowest(this.halves[lowest(above)]!);
  }
  private insert({ start, size }: Block): void {
    const level = levelOf(size);
    this.lists[2 * level + upperOf(size)]!.unshift(start);
    this.levels |= 1 << level;
    this.halves[level]! |= 1 << upperOf(size);
  }
  private remove({ start, size }: Block): void {
    const list = this.lists[2 * levelOf(size) + upperOf(size)]!;
    list.splice(list.indexOf(start), 1);
    if (list.length === 0) this.emptied(levelOf(size), upperOf(size));
  }
}

function levelOf(size: number): number {
  return 31 - Math.clz32(size);
}
function half(size: number): number {
  return (1 << levelOf(size)) >> 1;
}
function upperOf(size: number): number {
  return Number((size & half(size)) !== 0);
}
function lowest(bits: number): number {
  return levelOf(bits & -bits);
}

/** Takes the first block of its own list, which may be too small. */
class TakesTheFirst extends TwoLevels {
  protected override rounded(count: number): number {
    return count;
  }
}

/** The bit of a level goes with the first of its lists that is empty. */
class ClearsTheLevel extends TwoLevels {
  protected override emptied(level: number, upper: number): void {
    super.emptied(level, upper);
    this.clear(level);
  }
}

function segregated(name: string, make: (frames: number) => TwoLevels): AllocatorDefinition {
  return defineAllocator({
    name,
    contract: "classes",
    make: fromObject<TwoLevels>({
      make: ({ frames }) => make(frames),
      calls: {
        "alloc-block": (pool, { count }) => pool.alloc(count),
        free: (pool, { frame }) => pool.free(frame),
      },
    }),
  });
}

export const twoLevels = segregated("two-levels", (frames) => new TwoLevels(frames));
export const takesTheFirst = segregated("takes-the-first", (frames) => new TakesTheFirst(frames));
export const clearsTheLevel = segregated("clears-the-level", (frames) => new ClearsTheLevel(frames));
