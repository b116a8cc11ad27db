/**
 * The page bitmap of FlashOS (`src/page_alloc.zig`, ajhahnde/FlashOS), exactly as it behaves.
 *
 * One byte a page, 0 free and 1 not: nothing tells reserved from allocated, and nobody owns anything.
 * `free_page` looks at no state, so under `strict` it gives a reserved page (the kernel image) away.
 * Functions keep their original names; a frame here is the page at `START + 4096 * frame` there. Blocks of
 * one frame go through the functions that speak of kernel-virtual addresses.
 */

import { BOOT_BITMAP } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { FREE, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { FLASHOS_OFFERS } from "../blocks/boot-bitmap.js";
import {
  frameAt,
  type KernelVirtual,
  kva_to_pa,
  PAGE_SIZE,
  type Physical,
  pa_to_kva,
  physicalOf,
  START,
  wrapped,
} from "../parts/addresses.js";

const ACCEPTED = 0;

export class BitmapAsIs implements Allocator {
  readonly state: Uint8Array;
  private readonly map: Uint8Array;
  /** One number: pages that are not reserved, frozen once boot is over. */
  private readonly poolTotal: Uint8Array;

  constructor({ frames }: Scope) {
    this.state = new Uint8Array(frames + 1);
    this.map = this.state.subarray(0, frames);
    this.poolTotal = this.state.subarray(frames);
    this.mem_map_init();
  }

  /** All pages free: it forgets reservations and what is handed out alike. */
  mem_map_init(): void {
    this.map.fill(0);
    this.poolTotal[0] = this.map.length;
  }

  /** Marks every page whose address is below `end`: one that `end` lies inside is marked too. */
  mem_map_reserve_below(end: Physical): void {
    for (let i = 0; i < this.map.length && physicalOf(i) < end; i++) this.mark(i);
  }

  /** Marks every page whose address is `start` or above: one that `start` lies inside is not. */
  mem_map_reserve_above(start: Physical): void {
    for (let i = 0; i < this.map.length; i++) if (physicalOf(i) >= start) this.mark(i);
  }

  private mark(i: number): void {
    if (this.map[i] === 0) this.poolTotal[0]!--;
    this.map[i] = 1;
  }

  /** The address of the lowest free page, now marked; 0 when there is none. */
  get_free_page(): Physical {
    const i = this.map.indexOf(0);
    if (i < 0) return 0n as Physical; // the original's sentinel
    this.map[i] = 1;
    return physicalOf(i);
  }

  /** Marks the page free, whatever it was. Out of range is ignored. */
  free_page(page: Physical): void {
    const i = wrapped(page - START) / PAGE_SIZE;
    if (i < BigInt(this.map.length)) this.map[Number(i)] = 0;
  }

  /** As `get_free_page`, by its kernel-virtual address; its 0 stays 0. */
  get_kernel_page(): KernelVirtual {
    const page = this.get_free_page();
    return page === 0n ? (0n as KernelVirtual) : pa_to_kva(page);
  }

  free_kernel_page(page: KernelVirtual): void {
    this.free_page(kva_to_pa(page));
  }

  dump_free_count(): number {
    return this.map.reduce((free, mark) => free + (mark === 0 ? 1 : 0), 0);
  }

  mem_total_count(): number {
    return this.poolTotal[0]!;
  }

  reserve(start: number, count: number): number {
    if (start === 0) this.mem_map_reserve_below(physicalOf(count));
    else this.mem_map_reserve_above(physicalOf(start));
    return ACCEPTED;
  }

  alloc(): number {
    const page = this.get_free_page();
    return page === 0n ? reasons.EXHAUSTED : frameAt(page);
  }

  free(frame: number): number {
    this.free_page(physicalOf(frame));
    return ACCEPTED;
  }

  allocBlock(): number {
    const page = this.get_kernel_page();
    return page === 0n ? reasons.EXHAUSTED : frameAt(kva_to_pa(page));
  }

  freeBlock(start: number): number {
    this.free_kernel_page(pa_to_kva(physicalOf(start)));
    return ACCEPTED;
  }

  observe(frame: number): number {
    return this.map[frame] === 0 ? FREE : TAKEN;
  }

  counts() {
    return { free: this.dump_free_count(), reserved: this.map.length - this.mem_total_count() };
  }
}

export const bitmapAsIs: AllocatorDefinition = {
  name: "bitmap-as-is",
  mostFrames: 255, // in bytes
  summary: "FlashOS page_alloc.zig as it behaves: one mark a page, no owners, no slices, no release",
  about:
    "The page bitmap of FlashOS exactly as it behaves (ajhahnde/FlashOS). " +
    "`free_page` looks at no state, so it gives a reserved page away and " +
    "frees twice; an address out of range is silently ignored; `mem_map_reserve_below` rounds " +
    "outward and `mem_map_reserve_above` inward.",
  origin: "FlashOS, src/page_alloc.zig",
  class: "as-is",
  contract: BOOT_BITMAP,
  placement: "lowest",
  offers: FLASHOS_OFFERS,
  make: (scope) => new BitmapAsIs(scope),
};
