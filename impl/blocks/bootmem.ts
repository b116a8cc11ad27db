/**
 * Boot memory as Linux had it from 2.2 on (`mm/bootmem.c`): a bit for each frame of a node, set when taken.
 *
 * First fit from a hint on, and from the beginning when nothing is left behind it. What needs less than a
 * page goes on in the page the last allocation ended in. Reserving rounds outward and freeing inward, so a
 * page that is given back in parts is never given back. Offsets are bytes from where the node begins.
 */

import { BOOTMEM } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { FREE, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { type Scope, startPfnOf } from "../../model/words/scope.js";
import { ANYWHERE } from "../parts/anywhere.js";
import { refuseRange, refuseShape } from "../parts/arguments.js";

const ACCEPTED = 0;
const PAGE_SIZE = 4096;
const pfn_down = (offset: number) => Math.floor(offset / PAGE_SIZE);
const pfn_up = (offset: number) => Math.ceil(offset / PAGE_SIZE);
const align_up = (value: number, step: number) => Math.ceil(value / step) * step;

export class Bootmem implements Allocator {
  readonly state: Uint8Array;
  private readonly map: Uint8Array;
  /** Where the search for a free frame begins, and the offset the last allocation ended at. */
  private readonly numbers: Uint32Array;

  /** The page frame number of the node's first frame, `node_min_pfn`. */
  private readonly pfn: number;

  constructor(scope: Scope) {
    const { frames } = scope;
    this.pfn = startPfnOf(scope);
    const numbers = (frames + 3) & ~3;
    this.state = new Uint8Array(numbers + 8);
    this.map = this.state.subarray(0, frames);
    this.numbers = new Uint32Array(this.state.buffer, numbers, 2);
  }

  private get hint_idx(): number {
    return this.numbers[0]!;
  }

  private get last_end_off(): number {
    return this.numbers[1]!;
  }

  /** Takes every frame that holds a byte of the range; those that are taken stay so. */
  reserve_bootmem(offset: number, size: number): void {
    this.map.fill(1, pfn_down(offset), pfn_up(offset + size));
  }

  /** Gives back the frames that the range fills. False, where the original halts: one of them is free. */
  free_bootmem(offset: number, size: number): boolean {
    const [first, end] = [pfn_up(offset), pfn_down(offset + size)];
    if (this.map.subarray(first, Math.max(first, end)).includes(0)) return false;
    if (first < end && this.hint_idx > first) this.numbers[0] = first;
    if (first < end) this.map.fill(0, first, end);
    return true;
  }

  /** The offset of `size` zeroed bytes, their address a multiple of `align`; `null` when there are none. */
  alloc_bootmem(size: number, align: number): number | null {
    const step = Math.max(align / PAGE_SIZE, 1);
    const behind = this.find(this.hint_idx, pfn_up(size), step);
    const first = behind ?? this.find(0, pfn_up(size), step);
    if (first === null) return null;
    const goes_on = this.last_end_off % PAGE_SIZE !== 0 && pfn_down(this.last_end_off) + 1 === first;
    const start = goes_on ? this.aligned(this.last_end_off, align, PAGE_SIZE) : first * PAGE_SIZE;
    this.map.fill(1, Math.max(first, pfn_down(start)), pfn_up(start + size));
    this.numbers.set([pfn_up(start + size), start + size]);
    return start;
  }

  /** The first from `from` on whose address is a multiple of `step`; in bytes, or frames of `each`. */
  private aligned(from: number, step: number, each: number): number {
    return align_up(this.pfn * each + from, step) - this.pfn * each;
  }

  /** The first run of free frames from `from` on whose first is a multiple of `step` by its address. */
  private find(from: number, count: number, step: number): number | null {
    for (let first = this.aligned(from, step, 1); first + count <= this.map.length; first += step)
      if (!this.map.subarray(first, first + count).includes(1)) return first;
    return null;
  }

  /** Boot is over: every frame that is free goes to the page allocator. Returns how many. */
  free_all_bootmem(): number {
    const free = this.map.filter((taken) => taken === 0).length;
    this.map.fill(1);
    return free;
  }

  reserve(start: number, count: number): number {
    const wrong = refuseRange(this.map.length, start, count);
    if (wrong !== ACCEPTED && wrong !== reasons.MISALIGNED) return wrong;
    this.reserve_bootmem(start * PAGE_SIZE, count * PAGE_SIZE);
    return ACCEPTED;
  }

  release(start: number, count: number): number {
    const wrong = refuseRange(this.map.length, start, count);
    if (wrong !== ACCEPTED && wrong !== reasons.MISALIGNED) return wrong;
    return this.free_bootmem(start * PAGE_SIZE, count * PAGE_SIZE) ? ACCEPTED : reasons.NOT_RESERVED;
  }

  allocBlock(count: number, align: number): number {
    const wrong = refuseShape(count, align);
    if (wrong !== ACCEPTED) return wrong;
    const offset = this.alloc_bootmem(count * PAGE_SIZE, align * PAGE_SIZE);
    return offset === null ? reasons.EXHAUSTED : offset / PAGE_SIZE;
  }

  freeBlock(start: number, count: number): number {
    const wrong = refuseRange(this.map.length, start, count);
    if (wrong !== ACCEPTED) return wrong;
    return this.free_bootmem(start * PAGE_SIZE, count * PAGE_SIZE) ? ACCEPTED : reasons.ALREADY_FREE;
  }

  observe(frame: number): number {
    return this.map[frame] === 0 ? FREE : TAKEN;
  }

  /** The hint and the end of the last allocation lie in the node, or where it ends. */
  audit(): string | null {
    if (this.hint_idx > this.map.length) return "the hint is outside the node";
    return pfn_up(this.last_end_off) <= this.map.length ? null : "the last allocation ends outside the node";
  }
}

export const bootmem: AllocatorDefinition = {
  name: "bootmem",
  summary: "Linux bootmem: a bit a frame, first fit from a hint, reserving rounded outward, freeing inward",
  about:
    "The boot memory allocator of Linux from 2.2 to 4.x (`mm/bootmem.c`): a bit for each frame of a node, set " +
    "when it is reserved or allocated. First fit from a hint, and from the beginning when nothing is left " +
    "behind it; what needs less than a page goes on in the page the last allocation ended in. Reserving rounds " +
    "outward and freeing inward. It halts when a free frame is freed and trusts its callers in all else.",
  class: "sound",
  contract: BOOTMEM,
  offers: {
    reserve: ({ owner }) => owner === 1,
    release: ({ owner }) => owner === 1,
    "alloc-block": true,
    // Of a block freed in part nothing would be looked at; what is rounded inward shows itself in release.
    "free-block": ({ range }) => Number.isInteger(range.start) && Number.isInteger(range.count),
  },
  scopes: ANYWHERE,
  make: (scope) => new Bootmem(scope),
};
