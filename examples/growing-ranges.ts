/**
 * Free ranges of a pool that grows and shrinks at its end, after what gfx-rs/range-alloc does.
 *
 * Checked with a map whose end is no memory yet: `check --map "2 free, 2 hole"`. What grows is `add`, what
 * shrinks is `remove`; it takes them at the end of the pool alone, which `mayRefuse` says.
 */
import { defineAllocator, fromObject, memoryOf } from "allocheck";

interface Range {
  start: number;
  end: number;
}

export class GrowingRanges {
  /** The free ranges in the order of their frames; no two touch. */
  protected readonly free: Range[];

  constructor(public end: number) {
    this.free = [{ start: 0, end }];
  }

  grow(end: number): void {
    this.insert({ start: this.end, end });
    this.end = end;
  }

  /** Takes the frames from `start` on off the end of the pool, where all of them are free. */
  shrink(start: number): boolean {
    const last = this.free.at(-1);
    if (last === undefined || last.end !== this.end || last.start > start) return false;
    last.end = this.end = start;
    if (last.start === last.end) this.free.pop();
    return true;
  }

  allocate(count: number): number | null {
    const range = this.free.find(({ start, end }) => end - start >= count);
    if (range === undefined) return null;
    range.start += count;
    if (range.start === range.end) this.free.splice(this.free.indexOf(range), 1);
    return range.start - count;
  }

  insert(range: Range): void {
    const at = this.free.filter(({ start }) => start < range.start).length;
    this.free.splice(at, 0, range);
    this.join(at);
    if (at > 0) this.join(at - 1);
  }

  private join(at: number): void {
    const [range, next] = [this.free[at], this.free[at + 1]];
    if (range === undefined || next === undefined || range.end !== next.start) return;
    range.end = next.end;
    this.free.splice(at + 1, 1);
  }
}

/** How allocheck calls this class. */
export function growingRanges(name: string, Class: typeof GrowingRanges) {
  const trusted = { kind: "precondition", because: "it is given back what it handed out" } as const;
  const frees = ["already-free", "reserved", "interior", "partial", "foreign-block", "absent"] as const;
  return defineAllocator({
    name,
    contract: {
      id: "at-its-end",
      summary: "grows and shrinks at its end alone, and frees are trusted",
      promises: Object.fromEntries(frees.map((reason) => [`free-block/${reason}`, trusted])),
      mayRefuse: { add: "it grows at its end alone", remove: "it shrinks at its end alone" },
    },
    offers: { add: true, remove: true, "alloc-block": ({ align }) => align === 1, "free-block": true },
    make: fromObject({
      // The map begins with what there is; the rest may come.
      make: (scope) => new Class(memoryOf(scope)[0]!.count),
      calls: {
        add: (pool: GrowingRanges, { start, end }) => (start === pool.end ? pool.grow(end) : false),
        remove: (pool: GrowingRanges, { start, end }) => end === pool.end && pool.shrink(start),
        "alloc-block": (pool: GrowingRanges, { count }) => pool.allocate(count),
        "free-block": (pool: GrowingRanges, { start, end }) => pool.insert({ start, end }),
      },
    }),
  });
}

export default growingRanges("growing-ranges", GrowingRanges);
