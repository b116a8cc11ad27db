/**
 * The page allocator of solaya (`crates/mm/src/page_allocator.rs`, sysheap) with the release it lacks.
 *
 * One status byte a page. An allocation of n pages is n - 1 times `USED` and then one `LAST`, so that its
 * first page alone names it. What the original cannot tell apart, a reserved page from an allocated one,
 * has a status of its own here: the owner. So no release needs to mend a mark, whether it takes the whole
 * of a reservation, its head, its tail or its middle, and no `dealloc` can walk out of a reservation.
 */

import { BYTE_RANGES } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, CONTENTS, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { refuseRange, refuseShape } from "../parts/arguments.js";
import { LiveSlices } from "../parts/slices.js";

const ACCEPTED = 0;
/** The statuses of a page beside `FREE` and the number of an owner. */
const USED = 254;
const LAST = 255;
/** What a page holds: nothing but zeros, or what somebody wrote. */
const { ZEROED, KEPT: WRITTEN } = CONTENTS;

/** Frames that a byte can number and count; the slices of a larger pool take four bytes a number. */
const SMALL_POOL = 255;

export class Pages implements Allocator {
  readonly state: Uint8Array;
  protected readonly status: Uint8Array;
  protected readonly contents: Uint8Array;
  protected readonly slices: LiveSlices;
  /** One byte: whether boot is over, and with it the time of reservations. */
  protected readonly bootOver: Uint8Array;

  /** The bytes behind its own. */
  readonly further: Uint8Array;

  /** `further` is how many bytes more it keeps for others. */
  constructor({ frames, slices }: Pick<Scope, "frames" | "slices">, further = 0) {
    const small = frames <= SMALL_POOL;
    const at = small ? 2 * frames : (2 * frames + 3) & ~3;
    const end = at + 2 * slices * (small ? 1 : 4);
    const own = (end + 1 + 3) & ~3;
    this.state = new Uint8Array(own + further);
    this.further = this.state.subarray(own);
    this.status = this.state.subarray(0, frames);
    this.contents = this.state.subarray(frames, 2 * frames);
    this.slices = new LiveSlices(
      small ? this.state.subarray(at, end) : new Uint32Array(this.state.buffer, at, 2 * slices),
    );
    this.bootOver = this.state.subarray(end, own);
  }

  /** Keeps the pages that hold the bytes from `start` on: rounded outward, so that none is lost. */
  reserve(start: number, count: number, owner: number): number {
    const wrong = refuseRange(this.status.length, start, count);
    if (wrong !== ACCEPTED && wrong !== reasons.MISALIGNED) return wrong;
    if (this.bootOver[0] === 1) return reasons.BOOT_OVER;
    const [first, end] = outward(start, count);
    for (let page = first; page < end; page++) {
      if (this.status[page]! >= USED) return reasons.OVERLAPS_ALLOCATED;
      if (this.status[page] !== FREE) return reasons.OVERLAPS_RESERVED;
    }
    this.status.fill(owner, first, end);
    this.contents.fill(WRITTEN, first, end); // by whoever loaded the image
    return ACCEPTED;
  }

  /** Gives the pages back that `reserve` of these bytes took: by the same rounding, and all or none. */
  release(start: number, count: number, owner: number): number {
    const wrong = refuseRange(this.status.length, start, count);
    if (wrong !== ACCEPTED && wrong !== reasons.MISALIGNED) return wrong;
    const [first, end] = outward(start, count);
    for (let page = first; page < end; page++) {
      if (this.status[page] === FREE || this.status[page]! >= USED) return reasons.NOT_RESERVED;
      if (this.status[page] !== owner) return reasons.FOREIGN_OWNER;
    }
    if (this.slices.overlap(first, end - first)) return reasons.LIVE_SLICE;
    this.status.fill(FREE, first, end);
    return ACCEPTED;
  }

  borrow(start: number, count: number): number {
    const wrong = refuseRange(this.status.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    const owners = this.status.subarray(start, start + count);
    if (owners.some((status) => status === FREE || status >= USED)) return reasons.NOT_RESERVED;
    if (owners.some((status) => status !== owners[0])) return reasons.MIXED_OWNERS;
    this.slices.add(start, count);
    return ACCEPTED;
  }

  drop(start: number, count: number): number {
    const wrong = refuseRange(this.status.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    return this.slices.remove(start, count) ? ACCEPTED : reasons.NO_SUCH_SLICE;
  }

  /** First fit of `count` pages in a row, each zeroed. */
  allocBlock(count: number, align: number): number {
    const wrong = refuseShape(count, align);
    if (wrong !== ACCEPTED) return wrong;
    let first = 0;
    for (let page = 0; page < this.status.length; page++) {
      if (this.status[page] !== FREE) first = page + 1;
      else if (page - first + 1 === count) return this.take(first, count);
    }
    return reasons.EXHAUSTED;
  }

  /** Frees the pages of the allocation that begins at `page`: `dealloc` of the original. */
  free(page: number): number {
    const wrong = refuseRange(this.status.length, page, 1);
    if (wrong !== ACCEPTED) return wrong;
    if (this.status[page] === FREE) return reasons.ALREADY_FREE;
    if (this.status[page]! < USED) return reasons.RESERVED;
    if (page > 0 && this.status[page - 1] === USED) return reasons.INTERIOR;
    const last = this.status.indexOf(LAST, page);
    this.status.fill(FREE, page, last + 1);
    this.contents.fill(WRITTEN, page, last + 1); // by whoever had them
    return ACCEPTED;
  }

  /** Boot is over: what is reserved now is all there will be. */
  endBoot(): number {
    if (this.bootOver[0] === 1) return reasons.BOOT_OVER;
    this.bootOver[0] = 1;
    return ACCEPTED;
  }

  observe(page: number): number {
    const status = this.status[page]!;
    return status >= USED ? ALLOCATED : status;
  }

  /** Zeros, or what somebody wrote: its marks are those of `CONTENTS`. */
  contentsOf(page: number): number {
    return this.contents[page]!;
  }

  counts() {
    const count = (is: (status: number) => boolean) => this.status.filter(is).length;
    return {
      free: count((status) => status === FREE),
      reserved: count((status) => status !== FREE && status < USED),
      allocated: count((status) => status >= USED),
    };
  }

  /** Behind `USED` comes `USED` or `LAST`; what is allocated was zeroed; a slice lies in one reservation. */
  audit(): string | null {
    for (let page = 0; page < this.status.length; page++) {
      if (this.status[page] === USED && !(this.status[page + 1]! >= USED))
        return `the allocation at page ${page} has no last page`;
      if (this.status[page]! >= USED && this.contents[page] !== ZEROED)
        return `page ${page} was handed out with what it held before`;
    }
    for (const { start, count } of this.slices.ranges()) {
      const owners = this.status.subarray(start, start + count);
      if (owners.some((owner) => owner === FREE || owner >= USED || owner !== owners[0]))
        return `the slice at page ${start} is of no one reservation`;
    }
    return null;
  }

  protected take(first: number, count: number): number {
    const last = first + count - 1;
    this.status.fill(USED, first, last);
    this.status[last] = LAST;
    this.zero(first, last + 1);
    return first;
  }

  protected zero(first: number, end: number): void {
    this.contents.fill(ZEROED, first, end);
  }
}

/** The first page that holds a byte of a range, and the page behind the last one. */
function outward(start: number, count: number): readonly [first: number, end: number] {
  return [Math.floor(start), Math.ceil(start + count)];
}

export const pages: AllocatorDefinition = {
  name: "pages",
  summary: "solaya's page allocator, one status byte a page, with the release of reserved ranges it lacks",
  about:
    "The page allocator of solaya (sysheap, `crates/mm/src/page_allocator.rs`) with what it " +
    "lacks: the release of a reserved range, whole, head, middle or tail. One status " +
    "byte a page; an allocation is `Used` up to a `Last`, so that its first page alone names it. " +
    "A reserved page says whose it is, which the original cannot tell from an allocation. Pages " +
    "are zeroed when they are handed out. Ranges are bytes and rounded outward to pages, both " +
    "when reserved and when released. Reservations end with boot.",
  class: "sound",
  contract: BYTE_RANGES,
  placement: "lowest",
  offers: {
    reserve: true,
    release: true,
    borrow: true,
    drop: true,
    free: true,
    "alloc-block": ({ align }) => align === 1,
    "end-boot": true,
  },
  make: (scope) => new Pages(scope),
};
