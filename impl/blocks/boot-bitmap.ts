/**
 * The page bitmap of FlashOS (`src/page_alloc.zig`) with what its callers take for granted held by itself.
 *
 * One mark a page, but three of them: free, reserved, handed out. So `free_page` gives back what was handed
 * out and nothing else, and a reservation that comes too late, or twice, is refused. Functions keep their
 * names, and say why they refuse. Blocks of one frame go through those of kernel-virtual addresses.
 */

import { STRICT_AT_BOOT } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition, Offers } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import {
  frameAt,
  type KernelVirtual,
  kva_to_pa,
  type Physical,
  pa_to_kva,
  physicalOf,
} from "../parts/addresses.js";
import { refuseRange } from "../parts/arguments.js";

const ACCEPTED = 0;
/** The marks beside `FREE` and `ALLOCATED`; the one owner there is has the number 1. */
const RESERVED = 1;

export class BootBitmap implements Allocator {
  readonly state: Uint8Array;
  private readonly map: Uint8Array;
  /** One number: pages that are not reserved. */
  private readonly poolTotal: Uint8Array;

  constructor({ frames }: Scope) {
    this.state = new Uint8Array(frames + 1);
    this.map = this.state.subarray(0, frames);
    this.poolTotal = this.state.subarray(frames);
    this.poolTotal[0] = frames;
  }

  /** Reserves every page below `end`. */
  mem_map_reserve_below(end: Physical): number {
    return this.reservePages(0, frameAt(end));
  }

  /** Reserves every page from `start` on. */
  mem_map_reserve_above(start: Physical): number {
    return this.reservePages(frameAt(start), this.map.length);
  }

  private reservePages(first: number, end: number): number {
    const wrong = refuseRange(this.map.length, first, end - first);
    if (wrong !== ACCEPTED) return wrong;
    const pages = this.map.subarray(first, end);
    if (pages.includes(ALLOCATED)) return reasons.OVERLAPS_ALLOCATED;
    if (pages.includes(RESERVED)) return reasons.OVERLAPS_RESERVED;
    pages.fill(RESERVED);
    this.poolTotal[0]! -= pages.length;
    return ACCEPTED;
  }

  /** The lowest free page, now handed out; `null` when there is none. */
  get_free_page(): Physical | null {
    const page = this.map.indexOf(FREE);
    if (page < 0) return null;
    this.map[page] = ALLOCATED;
    return physicalOf(page);
  }

  free_page(page: Physical): number {
    const frame = frameAt(page);
    const wrong = refuseRange(this.map.length, frame, 1);
    if (wrong !== ACCEPTED) return wrong;
    if (this.map[frame] === FREE) return reasons.ALREADY_FREE;
    if (this.map[frame] === RESERVED) return reasons.RESERVED;
    this.map[frame] = FREE;
    return ACCEPTED;
  }

  get_kernel_page(): KernelVirtual | null {
    const page = this.get_free_page();
    return page === null ? null : pa_to_kva(page);
  }

  free_kernel_page(page: KernelVirtual): number {
    return this.free_page(kva_to_pa(page));
  }

  /** The pages that are free now, and those that are not reserved. */
  dump_free_count(): number {
    return this.map.filter((mark) => mark === FREE).length;
  }

  mem_total_count(): number {
    return this.poolTotal[0]!;
  }

  reserve(start: number, count: number): number {
    return start === 0
      ? this.mem_map_reserve_below(physicalOf(count))
      : this.mem_map_reserve_above(physicalOf(start));
  }

  alloc(): number {
    const page = this.get_free_page();
    return page === null ? reasons.EXHAUSTED : frameAt(page);
  }

  free(frame: number): number {
    return this.free_page(physicalOf(frame));
  }

  allocBlock(): number {
    const page = this.get_kernel_page();
    return page === null ? reasons.EXHAUSTED : frameAt(kva_to_pa(page));
  }

  freeBlock(start: number): number {
    return this.free_kernel_page(pa_to_kva(physicalOf(start)));
  }

  observe(frame: number): number {
    return this.map[frame]!;
  }

  counts() {
    return { free: this.dump_free_count(), reserved: this.map.length - this.mem_total_count() };
  }

  /** pool total = pages - reserved pages, and every mark is one of the three. */
  audit(): string | null {
    const odd = this.map.findIndex((mark) => mark !== FREE && mark !== RESERVED && mark !== ALLOCATED);
    if (odd >= 0) return `page ${odd} has the mark ${this.map[odd]}`;
    const reserved = this.map.filter((mark) => mark === RESERVED).length;
    return this.poolTotal[0] === this.map.length - reserved ? null : "the pool's total is off";
  }
}

/** What the interface of FlashOS offers: reservations at either end, for one owner, and single pages. */
export const FLASHOS_OFFERS: Offers = {
  reserve: ({ range, owner }, { frames }) =>
    owner === 1 && (range.start === 0 || range.start + range.count === frames),
  alloc: true,
  free: true,
  "alloc-block": ({ count, align }) => count === 1 && align === 1,
  "free-block": ({ range }) => range.count === 1,
};

export const bootBitmap: AllocatorDefinition = {
  name: "boot-bitmap",
  mostFrames: 255, // in bytes
  summary: "FlashOS page_alloc.zig, complete, with a mark for reserved pages and for those handed out",
  about:
    "The page bitmap of FlashOS (`src/page_alloc.zig`), complete: reservations below and above an " +
    "address, pages by their physical and by their kernel-virtual address (two types), the free " +
    "count and the total. A mark of its own for reserved pages lets it refuse what the original " +
    "takes from its caller on trust.",
  class: "sound",
  contract: STRICT_AT_BOOT,
  placement: "lowest",
  offers: FLASHOS_OFFERS,
  make: (scope) => new BootBitmap(scope),
};
