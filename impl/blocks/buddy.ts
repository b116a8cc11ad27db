/**
 * A binary buddy: blocks of 1, 2, 4, ... frames, each a multiple of its size, split down and merged up.
 *
 * One byte a frame. The first frame of a block says its order and whether it is free or handed out, the
 * frames behind it say nothing; a reserved frame stands for itself. There are no lists that could disagree:
 * a block is found by looking, from the lowest frame and the least order that will do.
 */

import { STRICT } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { type Scope, startPfnOf } from "../../model/words/scope.js";
import { ANYWHERE } from "../parts/anywhere.js";
import { refuseRange, refuseShape } from "../parts/arguments.js";

const ACCEPTED = 0;
/** The frame lies behind the first of its block. */
const BEHIND = 0;
/** Plus the order of a free block, plus that of one handed out, plus the owner of a reserved frame. */
const FREE_BLOCK = 1;
const TAKEN_BLOCK = 16;
const RESERVED = 32;

/** The largest order of all, as in Linux (`MAX_PAGE_ORDER`); the marks have room for 14 at the most. */
const LARGEST_ORDER = 10;

/** The largest order: the pool always holds two blocks of it, so that merging has to stop there. */
export function topOrder(frames: number): number {
  return Math.min(LARGEST_ORDER, Math.max(0, Math.floor(Math.log2(frames)) - 1));
}

export class Buddy implements Allocator {
  protected readonly top: number;
  /** The page frame number of frame 0: a block is a multiple of its size by its address. */
  private readonly pfn: number;

  /** All frames are free at first. Its bytes may be part of what keeps it; they must be zero. */
  constructor(
    scope: Pick<Scope, "frames" | "startPfn">,
    readonly state: Uint8Array = new Uint8Array(scope.frames),
  ) {
    this.top = topOrder(scope.frames);
    this.pfn = startPfnOf(scope);
    this.add(0, scope.frames);
  }

  /** Takes frames in, in the largest aligned blocks there are: the way in for all memory, at any time. */
  protected add(start: number, end: number): void {
    for (let frame = start; frame < end; ) {
      let order = this.top;
      while (!this.isMultiple(frame, order) || frame + (1 << order) > end) order--;
      this.give(frame, order);
      frame += 1 << order;
    }
  }

  /** Puts a block among the free ones, merged with its buddy as long as that is free and whole. */
  protected give(frame: number, order: number): void {
    let first = frame;
    let size = order;
    while (size < this.top) {
      const buddy = this.buddyOf(first, size);
      if (this.state[buddy] !== FREE_BLOCK + size) break;
      this.state[Math.max(first, buddy)] = BEHIND;
      first = Math.min(first, buddy);
      size++;
    }
    this.state.fill(BEHIND, frame, frame + (1 << order));
    this.state[first] = FREE_BLOCK + size;
  }

  private isMultiple(frame: number, order: number): boolean {
    return (this.pfn + frame) % (1 << order) === 0;
  }

  /** The block beside it with which it would be one of the next order; it may lie outside the pool. */
  private buddyOf(frame: number, order: number): number {
    return this.isMultiple(frame, order + 1) ? frame + (1 << order) : frame - (1 << order);
  }

  /** Splits the free block at `first` down until one of `order` begins at `frame`, which lies in it. */
  private split(first: number, frame: number, order: number): void {
    let at = first;
    for (let size = this.state[first]! - FREE_BLOCK; size > order; ) {
      const half = at + (1 << --size);
      const other = frame >= half ? at : half;
      this.state[other] = FREE_BLOCK + size;
      at = frame >= half ? half : at;
    }
    this.state[at] = FREE_BLOCK + order;
  }

  /** Takes single frames out of free blocks. */
  reserve(start: number, count: number, owner: number): number {
    const wrong = refuseRange(this.state.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    for (let frame = start; frame < start + count; frame++) {
      const is = this.observe(frame);
      if (is === ALLOCATED) return reasons.OVERLAPS_ALLOCATED;
      if (is !== FREE) return reasons.OVERLAPS_RESERVED;
    }
    for (let frame = start; frame < start + count; frame++) {
      this.split(this.firstOf(frame), frame, 0);
      this.state[frame] = RESERVED + owner;
    }
    return ACCEPTED;
  }

  /** Reserved frames come in the way all memory does. */
  release(start: number, count: number, owner: number): number {
    const wrong = refuseRange(this.state.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    for (let frame = start; frame < start + count; frame++) {
      if (this.state[frame]! < RESERVED) return reasons.NOT_RESERVED;
      if (this.state[frame] !== RESERVED + owner) return reasons.FOREIGN_OWNER;
    }
    this.add(start, start + count);
    return ACCEPTED;
  }

  /** The lowest of the least free blocks that will do, split down. */
  allocBlock(count: number, align: number): number {
    const wrong = refuseShape(count, align);
    if (wrong !== ACCEPTED) return wrong;
    const order = 31 - Math.clz32(count);
    for (let size = order; size <= this.top; size++) {
      const first = this.state.indexOf(FREE_BLOCK + size);
      if (first < 0) continue;
      this.split(first, first, order);
      this.state[first] = TAKEN_BLOCK + order;
      return first;
    }
    return reasons.EXHAUSTED;
  }

  freeBlock(start: number, count: number): number {
    const wrong = refuseRange(this.state.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    for (let frame = start; frame < start + count; frame++) {
      const is = this.observe(frame);
      if (is === FREE) return reasons.ALREADY_FREE;
      if (is !== ALLOCATED) return reasons.RESERVED;
    }
    if (this.firstOf(start) !== start) return reasons.INTERIOR;
    const size = 1 << (this.state[start]! - TAKEN_BLOCK);
    if (size > count) return reasons.PARTIAL;
    if (size < count) return reasons.FOREIGN_BLOCK;
    this.give(start, this.state[start]! - TAKEN_BLOCK);
    return ACCEPTED;
  }

  observe(frame: number): number {
    const says = this.state[this.firstOf(frame)]!;
    if (says >= RESERVED) return says - RESERVED;
    return says >= TAKEN_BLOCK ? ALLOCATED : FREE;
  }

  /** Every block is aligned and whole, and no two free buddies below the largest order lie side by side. */
  audit(): string | null {
    for (let frame = 0; frame < this.state.length; ) {
      const says = this.state[frame]!;
      if (says === BEHIND) return `frame ${frame} is of no block`;
      const order = says >= RESERVED ? 0 : says - (says >= TAKEN_BLOCK ? TAKEN_BLOCK : FREE_BLOCK);
      const size = 1 << order;
      if (order > this.top || !this.isMultiple(frame, order) || frame + size > this.state.length)
        return `the block at frame ${frame} has the order ${order}`;
      if (this.state.subarray(frame + 1, frame + size).some((byte) => byte !== BEHIND))
        return `a block begins inside the one at frame ${frame}`;
      if (says === FREE_BLOCK + order && order < this.top && this.state[this.buddyOf(frame, order)] === says)
        return `the block at frame ${frame} and its buddy are both free`;
      frame += size;
    }
    return null;
  }

  /** The first frame of the block a frame lies in. */
  protected firstOf(frame: number): number {
    let first = frame;
    while (this.state[first] === BEHIND) first--;
    return first;
  }
}

const isPowerOfTwo = (count: number) => count > 0 && (count & (count - 1)) === 0;

export const buddy: AllocatorDefinition = {
  name: "buddy",
  summary: "power-of-two blocks split down and merged up; reserved ranges come back the way memory came in",
  about:
    "Power-of-two blocks, each a multiple of its size, split down for what is asked for and " +
    "merged up when it comes back, up to a largest order of which the pool holds two blocks. A " +
    "released reservation comes in as all memory did: in the largest aligned blocks, merged with " +
    "what is free beside them.",
  class: "sound",
  contract: STRICT,
  offers: {
    reserve: true,
    release: true,
    // An order has no alignment of its own, and no size between two powers; nothing larger than the largest.
    "alloc-block": ({ count, align }, { frames }) =>
      count === 0 ||
      (isPowerOfTwo(count) && count <= 1 << topOrder(frames) && (align === count || align === 3)),
    "free-block": true,
  },
  scopes: ANYWHERE,
  make: (scope) => new Buddy(scope),
};
