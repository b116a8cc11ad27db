/**
 * Extents, as an allocator of large runs keeps them: a block of any length is found first fit, shrinks and
 * grows where it lies, and is copied to another place where it cannot grow.
 *
 * One byte a frame: free, the first of a block, further on in it, or reserved by an owner. Neighbours that
 * are free are one run without being merged.
 */
import { STRICT } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { isAligned, type Scope } from "../../model/words/scope.js";
import { refuseRange, refuseShape } from "../parts/arguments.js";

const ACCEPTED = 0;
const FIRST = 1;
const REST = 2;
/** Plus the owner. */
const RESERVED = 16;

export class Extents implements Allocator {
  readonly state: Uint8Array;

  constructor(private readonly scope: Scope) {
    this.state = new Uint8Array(scope.frames);
  }

  reserve(start: number, count: number, owner: number): number {
    const wrong = refuseRange(this.state.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    for (const is of this.state.subarray(start, start + count)) {
      if (is >= RESERVED) return reasons.OVERLAPS_RESERVED;
      if (is !== FREE) return reasons.OVERLAPS_ALLOCATED;
    }
    this.state.fill(RESERVED + owner, start, start + count);
    return ACCEPTED;
  }

  release(start: number, count: number, owner: number): number {
    const wrong = refuseRange(this.state.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    for (const is of this.state.subarray(start, start + count)) {
      if (is < RESERVED) return reasons.NOT_RESERVED;
      if (is !== RESERVED + owner) return reasons.FOREIGN_OWNER;
    }
    this.state.fill(FREE, start, start + count);
    return ACCEPTED;
  }

  allocBlock(count: number, align: number): number {
    const wrong = refuseShape(count, align);
    if (wrong !== ACCEPTED) return wrong;
    const start = this.firstFit(count, align);
    if (start < 0) return reasons.EXHAUSTED;
    this.mark(start, count);
    return start;
  }

  freeBlock(start: number, count: number): number {
    const wrong = refuseRange(this.state.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    const [not = ACCEPTED] = this.notThatBlock(start, count);
    if (not === ACCEPTED) this.state.fill(FREE, start, start + count);
    return not;
  }

  /** What it gives up is free at once; what it gains must be. */
  resizeBlock(start: number, count: number, to: number): number {
    const [wrong = ACCEPTED] = this.whyNot(start, count, to, false);
    if (wrong === ACCEPTED) this.move(start, count, start, to);
    return wrong;
  }

  /** Where it lies if it can, or else to the first place that is free by itself. */
  reallocBlock(start: number, count: number, to: number): number {
    const [wrong = ACCEPTED] = this.whyNot(start, count, to, true);
    if (wrong !== ACCEPTED) return wrong;
    const place = this.fits(start, count, to) ? start : this.firstFit(to, 1);
    this.move(start, count, place, to);
    return place;
  }

  observe(frame: number): number {
    const is = this.state[frame]!;
    if (is >= RESERVED) return is - RESERVED;
    return is === FREE ? FREE : ALLOCATED;
  }

  /** Every block has a first frame. */
  audit(): string | null {
    const stray = this.state.findIndex((is, frame) => {
      const before = frame === 0 ? FREE : this.state[frame - 1]!;
      return is === REST && before !== FIRST && before !== REST;
    });
    return stray < 0 ? null : `frame ${stray} is further on in no block`;
  }

  /** Every reason not to make a block that long; `moving` where it need not stay. */
  protected whyNot(start: number, count: number, to: number, moving: boolean): readonly number[] {
    if (to === 0) return [reasons.EMPTY];
    const wrong = refuseRange(this.state.length, start, count);
    if (wrong !== ACCEPTED) return [wrong];
    const room = this.fits(start, count, to) || (moving && this.firstFit(to, 1) >= 0);
    return [...this.notThatBlock(start, count), ...(room ? [] : [reasons.EXHAUSTED])];
  }

  /** Gives the block up and makes one of so many frames. */
  protected move(start: number, count: number, place: number, to: number): void {
    this.state.fill(FREE, start, start + count);
    this.mark(place, to);
  }

  /** Why a range is not just one block. */
  private notThatBlock(start: number, count: number): readonly number[] {
    const range = [...this.state.subarray(start, start + count)];
    return [
      ...(range.includes(FREE) ? [reasons.ALREADY_FREE] : []),
      ...(range.some((is) => is >= RESERVED) ? [reasons.RESERVED] : []),
      ...(range[0] === REST ? [reasons.INTERIOR] : []),
      ...(this.state[start + count] === REST ? [reasons.PARTIAL] : []),
      ...(range.indexOf(FIRST, 1) >= 0 ? [reasons.FOREIGN_BLOCK] : []),
    ];
  }

  /** Whether the frames of the range and those behind it have room for so many. */
  private fits(start: number, count: number, to: number): boolean {
    const behind = this.state.subarray(start + count, start + to);
    return start + to <= this.state.length && behind.every((is) => is === FREE);
  }

  /** The lowest place; -1 for none. */
  private firstFit(count: number, align: number): number {
    for (let start = 0; start + count <= this.state.length; start++)
      if (isAligned(this.scope, start, align) && this.fits(start, 0, count)) return start;
    return -1;
  }

  private mark(start: number, count: number): void {
    this.state.fill(REST, start, start + count);
    this.state[start] = FIRST;
  }
}

export const extents: AllocatorDefinition = {
  name: "extents",
  summary: "blocks of any length, first fit, that shrink and grow in place and move where they cannot",
  about:
    "Blocks of any length, found first fit. A block shrinks and grows where it lies (`resize`), or is copied " +
    "to the first place with room where it cannot grow (`realloc`). A byte a frame is all it keeps, so that " +
    "there is no list that could disagree with another.",
  class: "sound",
  contract: STRICT,
  offers: {
    reserve: true,
    release: true,
    "alloc-block": true,
    "free-block": true,
    resize: true,
    realloc: true,
  },
  make: (scope) => new Extents(scope),
};
