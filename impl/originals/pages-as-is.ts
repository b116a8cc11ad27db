/**
 * The page allocator of solaya (`crates/mm/src/page_allocator.rs`, sysheap), exactly as it behaves.
 *
 * A reservation has the marks of an allocation, `Used` up to a `Last`, so `dealloc` gives one away when it
 * is told to; and nothing tells the first page of an allocation, so from an inner one it frees the rest.
 * Where the original asserts, and so halts the kernel, this refuses. Functions keep their names.
 */

import { STATUS_BYTES } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { FREE, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";

const ACCEPTED = 0;
const Free = 0;
const Used = 1;
const Last = 2;

export class PagesAsIs implements Allocator {
  readonly state: Uint8Array;
  private readonly metadata: Uint8Array;

  /** The bytes behind its own. */
  readonly further: Uint8Array;

  /** `further` is how many bytes more it keeps for others. */
  constructor({ frames }: Pick<Scope, "frames">, further = 0) {
    this.state = new Uint8Array(frames + further);
    this.metadata = this.state.subarray(0, frames);
    this.further = this.state.subarray(frames);
  }

  /** What `init` does with each reserved area, the start rounded down and the end up. */
  private mark_range_as_used(start: number, end: number): boolean {
    const first = Math.floor(start);
    const last = Math.ceil(end) - 1;
    if (first < 0 || last >= this.metadata.length) return false;
    for (let page = first; page <= last; page++) if (this.metadata[page] !== Free) return false;
    if (first > last) return true; // an empty area that is aligned
    this.metadata.fill(Used, first, last);
    this.metadata[last] = Last;
    return true;
  }

  /** First fit; `null` where there is no such run. The original asserts that `number_of_pages` is not 0. */
  private alloc_pages(number_of_pages: number): number | null {
    for (let start = 0; start + number_of_pages <= this.metadata.length; start++) {
      const run = this.metadata.subarray(start, start + number_of_pages);
      if (run.some((status) => status !== Free)) continue;
      run.fill(Used);
      run[number_of_pages - 1] = Last;
      return start;
    }
    return null;
  }

  /** Frees forward from `page` until and including the first `Last`, over `Free` pages as well. */
  private dealloc(page: number): void {
    let current = page;
    while (this.metadata[current] !== Last) {
      this.metadata[current++] = Free;
      if (current === this.metadata.length) throw new Error("index out of bounds: no page is the last");
    }
    this.metadata[current] = Free;
  }

  reserve(start: number, count: number): number {
    return this.mark_range_as_used(start, start + count) ? ACCEPTED : reasons.REFUSED;
  }

  allocBlock(count: number): number {
    if (count === 0) return reasons.EMPTY;
    return this.alloc_pages(count) ?? reasons.EXHAUSTED;
  }

  free(page: number): number {
    if (page < 0 || page >= this.metadata.length) return reasons.OUT_OF_RANGE;
    if (!Number.isInteger(page)) return reasons.MISALIGNED;
    if (this.metadata[page] === Free) return reasons.ALREADY_FREE;
    this.dealloc(page);
    return ACCEPTED;
  }

  observe(page: number): number {
    return this.metadata[page] === Free ? FREE : TAKEN;
  }

  counts() {
    return { free: this.metadata.reduce((free, status) => free + (status === Free ? 1 : 0), 0) };
  }
}

export const pagesAsIs: AllocatorDefinition = {
  name: "pages-as-is",
  summary:
    "solaya's page_allocator.rs as it behaves: what is reserved looks allocated, and nothing is released",
  about:
    "The page allocator of solaya exactly as it behaves today. A reservation has the marks of an " +
    "allocation, so `dealloc` gives it away; nothing tells the first page of an allocation, so " +
    "from an inner one `dealloc` frees the rest, and a later one of the first page runs on into " +
    "its neighbour.",
  origin: "solaya, crates/mm/src/page_allocator.rs",
  class: "as-is",
  contract: STATUS_BYTES,
  placement: "lowest",
  offers: {
    reserve: ({ owner }) => owner === 1,
    free: true,
    "alloc-block": ({ align }) => align === 1,
  },
  make: (scope) => new PagesAsIs(scope),
};
