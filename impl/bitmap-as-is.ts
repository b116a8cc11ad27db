/**
 * The page bitmap of FlashOS (`src/page_alloc.zig`, ajhahnde/FlashOS), exactly as it behaves.
 *
 * One byte a page, 0 free and 1 not: nothing tells reserved from allocated, and nobody owns anything.
 * `free_page` looks at no state, so under `strict` it gives a reserved page (the kernel image) away.
 * Functions keep their original names; a frame here is the page at `START + 4096 * frame` there.
 */
import type { Allocator, AllocatorDefinition } from "../model/allocator.js";
import { BOOT_BITMAP } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import { FREE, reasons, TAKEN } from "../model/vocabulary.js";

const PAGE_SIZE = 4096;
const START = 0x4000_0000;
const ACCEPTED = 0;

class BitmapAsIs implements Allocator {
  readonly state: Uint8Array;
  private readonly map: Uint8Array;
  /** One number: pages that are not reserved, frozen once boot is over. */
  private readonly poolTotal: Uint8Array;

  constructor({ frames }: Scope) {
    this.state = new Uint8Array(frames + 1);
    this.map = this.state.subarray(0, frames);
    this.poolTotal = this.state.subarray(frames);
    this.poolTotal[0] = frames;
  }

  /** Marks every page whose address is below `end`. */
  private mem_map_reserve_below(end: number): void {
    for (let i = 0; i < this.map.length && START + i * PAGE_SIZE < end; i++) this.mark(i);
  }

  /** Marks every page whose address is `start` or above. */
  private mem_map_reserve_above(start: number): void {
    for (let i = 0; i < this.map.length; i++) if (START + i * PAGE_SIZE >= start) this.mark(i);
  }

  private mark(i: number): void {
    if (this.map[i] === 0) this.poolTotal[0]!--;
    this.map[i] = 1;
  }

  /** The address of the lowest free page, now marked; 0 when there is none. */
  private get_free_page(): number {
    const i = this.map.indexOf(0);
    if (i < 0) return 0;
    this.map[i] = 1;
    return START + i * PAGE_SIZE;
  }

  /** Marks the page free, whatever it was. Out of range is ignored. */
  private free_page(page: number): void {
    const i = Math.floor((page - START) / PAGE_SIZE);
    if (i < this.map.length) this.map[i] = 0;
  }

  private dump_free_count(): number {
    return this.map.reduce((free, mark) => free + (mark === 0 ? 1 : 0), 0);
  }

  reserve(start: number, count: number): number {
    if (start === 0) this.mem_map_reserve_below(START + count * PAGE_SIZE);
    else this.mem_map_reserve_above(START + start * PAGE_SIZE);
    return ACCEPTED;
  }

  alloc(): number {
    const page = this.get_free_page();
    return page === 0 ? reasons.EXHAUSTED : (page - START) / PAGE_SIZE;
  }

  free(frame: number): number {
    this.free_page(START + frame * PAGE_SIZE);
    return ACCEPTED;
  }

  observe(frame: number): number {
    return this.map[frame] === 0 ? FREE : TAKEN;
  }

  counts() {
    return { free: this.dump_free_count(), reserved: this.map.length - this.poolTotal[0]! };
  }
}

export const bitmapAsIs: AllocatorDefinition = {
  name: "bitmap-as-is",
  summary: "FlashOS page_alloc.zig as it behaves: one mark a page, no owners, no slices, no release",
  class: "as-is",
  contract: BOOT_BITMAP,
  offers: {
    reserve: ({ range, owner }, { frames }) =>
      owner === 1 && (range.start === 0 || range.start + range.count === frames),
    alloc: true,
    free: true,
  },
  make: (scope) => new BitmapAsIs(scope),
};
