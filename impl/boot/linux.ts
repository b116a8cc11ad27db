/**
 * Linux from its boot loader until the initrd is given back (`init/initramfs.c`): memblock keeps what lies
 * in memory, and frames go to the buddy that it hands over to.
 *
 * RAM begins one frame above address 0, which memblock never hands out.
 */
import type { RegionQueries } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE, TAKEN, UNKNOWN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { MEMBLOCK_ALLOC_ACCESSIBLE } from "../memblock/constants.js";
import { Memblock } from "../memblock/memblock.js";
import { ACCEPTED, edgesOf, inward, KEPT, Kernel, outward, type Span, when } from "./kernel.js";

/** What is freed by bytes goes to the page allocator by whole frames (`free_reserved_area`). */
export class LinuxBoot extends Kernel {
  readonly state: Uint8Array;
  protected readonly kept: Uint8Array;
  protected readonly memblock: Memblock;

  /** `further` bytes are kept beside those of memblock. */
  constructor(scope: Scope, further = KEPT) {
    super(scope);
    const { grid, page } = this;
    const cells = grid + page;
    this.memblock = new Memblock({ cells, unitsPerFrame: page, capacity: cells + 2, further });
    this.state = this.memblock.state;
    this.kept = this.memblock.further;
    this.memblock.add(page, grid);
  }

  protected get isOver(): boolean {
    return this.memblock.handed_over;
  }

  /** `memblock_is_region_reserved`: an allocation is a reservation as well. */
  protected inUse(start: number, count: number): readonly number[] {
    const { memblock, page } = this;
    for (let frame = start / page; frame < (start + count) / page; frame++)
      if (memblock.pool.observe(frame + 1) === ALLOCATED) return [reasons.OVERLAPS_ALLOCATED];
    if (!memblock.is_region_reserved(start + page, count)) return [];
    const reserved = Array.from({ length: count }, (_, i) => start + page + i).filter((unit) =>
      memblock.is_reserved(unit),
    );
    const allocated = reserved.filter((unit) => memblock.is_allocation(unit));
    return [
      ...when(allocated.length < reserved.length, reasons.OVERLAPS_RESERVED),
      ...when(allocated.length > 0, reasons.OVERLAPS_ALLOCATED),
    ];
  }

  protected take(start: number, count: number): void {
    this.memblock.reserve(start + this.page, count);
  }

  /** `memblock_reserve`, for the kernel, its page tables and the device tree. */
  reserve(start: number, count: number): number {
    if (this.isOver) return reasons.BOOT_OVER;
    this.take(start, count);
    return ACCEPTED;
  }

  protected giveBack({ start, end }: Span): void {
    this.memblock.phys_free(start + this.page, end - start);
  }

  endBoot(): number {
    return this.memblock.free_all() < 0 ? reasons.BOOT_OVER : ACCEPTED;
  }

  /** A frame of the buddy, or of memblock as long as there is no other. */
  alloc(): number {
    const { memblock, page } = this;
    if (this.isOver) {
      const frame = memblock.pool.allocBlock(1, 1);
      return frame < 0 ? frame : frame - 1;
    }
    const found = memblock.phys_alloc_range(page, page, 0, MEMBLOCK_ALLOC_ACCESSIBLE);
    return found === 0 ? reasons.EXHAUSTED : found / page - 1;
  }

  /** What memblock handed out goes back to it, and from there to the buddy. */
  free(frame: number): number {
    const { memblock, page } = this;
    if (memblock.pool.observe(frame + 1) === ALLOCATED) return memblock.pool.freeBlock(frame + 1, 1);
    memblock.phys_free((frame + 1) * page, page);
    return ACCEPTED;
  }

  observe(unit: number): number {
    const { memblock, page, initrd } = this;
    const frame = Math.floor(unit / page);
    const says = memblock.pool.observe(frame + 1);
    if (says === FREE || says === ALLOCATED) return says;
    if (memblock.is_allocation((frame + 1) * page)) return ALLOCATED;
    if (!memblock.is_region_reserved((frame + 1) * page, page)) return this.isOver ? UNKNOWN : FREE;
    // Of what lies beside an initrd in its edge frames memblock cannot say whether anybody has it.
    return frame * page >= initrd.start && (frame + 1) * page <= initrd.end ? TAKEN : UNKNOWN;
  }

  regions(): RegionQueries {
    return { isReserved: (unit) => this.memblock.is_reserved(unit + this.page) };
  }

  audit(): string | null {
    return this.memblock.audit();
  }
}

/** The frames that lie wholly inside (`arch/arm64/mm/init.c`). */
export class LinuxArm64 extends LinuxBoot {
  protected override giveBack(span: Span): void {
    const whole = inward(span, this.page);
    if (whole.start < whole.end) super.giveBack(whole);
  }
}

/** The edge frames as well (`arch/arm/mm/init.c`). */
export class LinuxArm extends LinuxBoot {
  protected override giveBack(span: Span): void {
    super.giveBack(outward(span, this.page));
  }

  protected override edgesGiven(initrd: Span): number {
    return edgesOf(initrd, this.page);
  }
}
