/** Allocators that are given a map of memory, and what one may get wrong about it. */
import { fromObject } from "../../model/doors/from-object.js";
import { defineAllocator } from "../../model/socket/define.js";
import { memoryOf } from "../../model/words/initial-memory.js";
import type { MapPart } from "../../model/words/memory-map.js";

/** Free ranges in the order of their frames; blocks are cut from the first that is long enough. */
class Ranges {
  protected readonly free: { start: number; end: number }[] = [];

  constructor(map: readonly MapPart[]) {
    for (const { kind, start, count } of this.read(map))
      if (kind === "free") this.free.push({ start, end: start + count });
  }

  protected read(map: readonly MapPart[]): readonly MapPart[] {
    return map;
  }

  /** Whether one range and the next are one. */
  protected touch(end: number, next: number): boolean {
    return end === next;
  }

  allocate(count: number): number | null {
    const range = this.free.find(({ start, end }) => end - start >= count);
    if (range === undefined) return null;
    range.start += count;
    if (range.start === range.end) this.free.splice(this.free.indexOf(range), 1);
    return range.start - count;
  }

  give(start: number, count: number): void {
    this.free.push({ start, end: start + count });
    this.free.sort((a, b) => a.start - b.start);
    for (let i = this.free.length - 1; i > 0; i--)
      if (this.touch(this.free[i - 1]!.end, this.free[i]!.start)) {
        this.free[i - 1]!.end = this.free[i]!.end;
        this.free.splice(i, 1);
      }
  }
}

class HolesToo extends Ranges {
  protected override read(map: readonly MapPart[]): readonly MapPart[] {
    return map.map((part) => (part.kind === "hole" ? { ...part, kind: "free" } : part));
  }
}

class WithoutTheLast extends Ranges {
  protected override read(map: readonly MapPart[]): readonly MapPart[] {
    return map.slice(0, -1);
  }
}

class AcrossHoles extends Ranges {
  protected override touch(end: number, next: number): boolean {
    return end === next || end + 1 === next;
  }
}

class ReservedToo extends Ranges {
  protected override read(map: readonly MapPart[]): readonly MapPart[] {
    return map.map((part) => (part.kind === "reserved" ? { ...part, kind: "free" } : part));
  }
}

const mapped = (name: string, Class: typeof Ranges) =>
  defineAllocator({
    name,
    contract: "trusted",
    offers: { "alloc-block": ({ align }) => align === 1, "free-block": true },
    make: fromObject({
      make: (scope) => new Class(memoryOf(scope)),
      calls: {
        "alloc-block": (ranges, { count }) => ranges.allocate(count),
        "free-block": (ranges, { start, count }) => ranges.give(start, count),
      },
    }),
  });

export const sound = mapped("mapped-ranges", Ranges);
export const holesToo = mapped("mapped-holes-too", HolesToo);
export const withoutTheLast = mapped("mapped-without-the-last", WithoutTheLast);
export const acrossHoles = mapped("mapped-across-holes", AcrossHoles);
export const reservedToo = mapped("mapped-reserved-too", ReservedToo);
export default sound;
