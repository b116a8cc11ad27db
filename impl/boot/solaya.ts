/**
 * solaya from its boot loader on (`crates/kernel/src/initramfs/mod.rs`): `init` keeps the pages of the device
 * tree and of the initrd, and `extract` copies the initrd into a file system. Nothing gives its pages back.
 *
 * With the release that it lacks, every page goes that holds a byte of it, since two reservations share none.
 * Whoever stored a slice of it keeps it from that.
 */
import { ALLOCATED, FREE, TAKEN, UNKNOWN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { Pages } from "../blocks/pages.js";
import { PagesAsIs } from "../originals/pages-as-is.js";
import { LiveSlices } from "../parts/slices.js";
import { ACCEPTED, edgesOf, KEPT, Kernel, outward, type Span, when } from "./kernel.js";

/** Whose the reservations are. */
const KERNEL = 1;
/** One byte: whether boot is over. */
const OVER = KEPT;

/** The page allocator, as far as a kernel needs it here. */
interface PageAllocator {
  readonly state: Uint8Array;
  /** The bytes that it keeps for others. */
  readonly further: Uint8Array;
  reserve(start: number, count: number, owner: number): number;
  allocBlock(count: number, align: number): number;
  free(page: number): number;
  observe(page: number): number;
}

/** As it is. */
export class Solaya extends Kernel {
  readonly state: Uint8Array;
  protected readonly kept: Uint8Array;

  constructor(
    scope: Scope,
    protected readonly pages: PageAllocator = new PagesAsIs(scope, KEPT + 1),
  ) {
    super(scope);
    this.state = pages.state;
    this.kept = pages.further;
  }

  protected get isOver(): boolean {
    return this.kept[OVER] === 1;
  }

  /** What `init` asserts of each page; of what is taken the original cannot say by whom. */
  protected inUse(start: number, count: number): readonly number[] {
    const are = this.pagesOf({ start, end: start + count }).map((page) => this.pages.observe(page));
    return [
      ...when(are.includes(ALLOCATED), reasons.OVERLAPS_ALLOCATED),
      ...when(are.includes(KERNEL), reasons.OVERLAPS_RESERVED),
      ...when(are.includes(TAKEN), reasons.REFUSED),
    ];
  }

  protected take(start: number, count: number): void {
    const pages = this.pagesOf({ start, end: start + count });
    if (pages.length > 0) this.pages.reserve(pages[0]!, pages.length, KERNEL);
  }

  protected giveBack(_span: Span): void {}

  /** Two areas in one page halt the machine. */
  reserve(start: number, count: number): number {
    if (this.isOver) return reasons.BOOT_OVER;
    if (this.inUse(start, count).length > 0) return reasons.REFUSED;
    this.take(start, count);
    return ACCEPTED;
  }

  endBoot(): number {
    if (this.isOver) return reasons.BOOT_OVER;
    this.kept[OVER] = 1;
    return ACCEPTED;
  }

  alloc(): number {
    return this.pages.allocBlock(1, 1);
  }

  free(page: number): number {
    return this.pages.free(page);
  }

  observe(unit: number): number {
    const page = Math.floor(unit / this.page);
    const is = this.pages.observe(page);
    if (is === FREE || is === ALLOCATED) return is;
    const { start, end } = this.initrd;
    return page * this.page >= start && (page + 1) * this.page <= end ? TAKEN : UNKNOWN;
  }

  /** The pages that hold some bytes. */
  protected pagesOf(span: Span): readonly number[] {
    const { start, end } = outward(span, this.page);
    return Array.from({ length: (end - start) / this.page }, (_, i) => start / this.page + i);
  }
}

/** With the release behind `extract`. */
export class SolayaReleased extends Solaya {
  protected readonly slices: LiveSlices;
  declare protected readonly pages: Pages;

  constructor(scope: Scope) {
    super(scope, new Pages({ ...scope, slices: 0 }, KEPT + 1 + 2 * scope.slices));
    this.slices = new LiveSlices(this.kept.subarray(KEPT + 1, KEPT + 1 + 2 * scope.slices));
  }

  /** A slice of bytes that somebody reserved, such as `find_initrd` makes. */
  borrow(start: number, count: number): number {
    this.slices.add(start, count);
    return ACCEPTED;
  }

  drop(start: number, count: number): number {
    return this.slices.remove(start, count) ? ACCEPTED : reasons.NO_SUCH_SLICE;
  }

  /** `release_reserved`, for areas of whole pages that are not the initrd's. */
  release(start: number, count: number): number {
    const { initrd } = this;
    if (this.slices.overlap(start, count)) return reasons.LIVE_SLICE;
    if (start < initrd.end && initrd.start < start + count) return reasons.IMAGE;
    return this.pages.release(start / this.page, count / this.page, KERNEL);
  }

  protected override againstFreeing(): readonly number[] {
    const { start, end } = this.initrd;
    return [...super.againstFreeing(), ...when(this.slices.overlap(start, end - start), reasons.LIVE_SLICE)];
  }

  protected override giveBack(span: Span): void {
    const pages = this.pagesOf(span);
    this.pages.release(pages[0]!, pages.length, KERNEL);
  }

  protected override edgesGiven(initrd: Span): number {
    return edgesOf(initrd, this.page);
  }
}
