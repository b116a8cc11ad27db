/** The machines of a boot: Linux with memblock and the buddy behind it, solaya with its page allocator. */
import { Buddy } from "../../impl/blocks/buddy.js";
import { Pages } from "../../impl/blocks/pages.js";
import { outward as wholeFrames } from "../../impl/boot/kernel.js";
import { flags, NUMA_NO_NODE } from "../../impl/memblock/constants.js";
import { Memblock } from "../../impl/memblock/memblock.js";
import { pagesAsIs } from "../../impl/originals/pages-as-is.js";
import type { Allocator } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasonOf } from "../../model/words/reasons.js";
import { scopeOf } from "../../model/words/scope.js";
import { FRAME_BYTES, type HolderId } from "../../report/boot/timeline.js";
import { type Bytes, inward, type Machine, outward } from "./memory.js";

const ACCEPTED = 0;
/** The owner of frames that were not handed over. */
const NOT_HANDED_OVER = 1;
/** Entries that a list of memblock holds before it grows (`INIT_MEMBLOCK_REGIONS`). */
const CAPACITY = 128;

/**
 * Memblock counts addresses in one byte, and only ever compares them. So each address that this boot speaks
 * of gets a number, in their order, and memblock is run with these.
 */
export class Linux implements Machine {
  private readonly memblock: Memblock;
  private readonly pool: Buddy;
  /** What memblock has free, a byte a frame, until the pool takes over. */
  private early: Uint8Array | null;

  constructor(
    frames: number,
    private readonly addresses: readonly number[],
    private readonly rounding: "inward" | "outward",
  ) {
    this.memblock = new Memblock({ cells: addresses.length, unitsPerFrame: 1, capacity: CAPACITY });
    this.memblock.add(this.unit(0), this.unit(frames * FRAME_BYTES) - this.unit(0));
    this.pool = new Buddy({ frames });
    this.pool.reserve(0, frames, NOT_HANDED_OVER);
    this.early = new Uint8Array(frames);
    this.look();
  }

  keep(_: HolderId, bytes: Bytes): string | null {
    this.memblock.reserve(...this.units(bytes));
    this.look();
    return null;
  }

  keepInitrd(bytes: Bytes): string | null {
    const units = this.units(rounded(bytes));
    if (!this.memblock.is_region_memory(...units)) return "it is not a memory region: initrd disabled";
    if (this.memblock.is_region_reserved(...units))
      return "it overlaps memory that is in use: initrd disabled";
    this.memblock.reserve(...units);
    this.look();
    return null;
  }

  handOver(): void {
    for (const range of this.freeRanges()) {
      const { start, end } = inward(range);
      if (end > start) this.pool.release(start, end - start, NOT_HANDED_OVER);
    }
    this.early = null;
  }

  private look(): void {
    this.early?.fill(ALLOCATED);
    for (const range of this.freeRanges()) {
      const { start, end } = inward(range);
      this.early?.fill(FREE, start, end);
    }
  }

  /** What memblock has free, in bytes. */
  private freeRanges(): Bytes[] {
    const ranges: Bytes[] = [];
    this.memblock.for_each_free_mem_range(NUMA_NO_NODE, flags.NONE, (start, end) =>
      ranges.push({ start: this.addresses[start]!, end: this.addresses[end]! }),
    );
    return ranges;
  }

  take(): Bytes | null {
    const frame = this.pool.allocBlock(1, 1);
    return frame < 0 ? null : { start: frame, end: frame + 1 };
  }

  give({ start, end }: Bytes): void {
    this.pool.freeBlock(start, end - start);
  }

  giveInitrd(bytes: Bytes, but: Bytes | null): string | null {
    const parts =
      but === null
        ? [bytes]
        : [
            { start: bytes.start, end: Math.min(bytes.end, but.start) },
            { start: Math.max(bytes.start, but.end), end: bytes.end },
          ];
    for (const part of parts.filter(({ start, end }) => start < end)) {
      this.memblock.phys_free(...this.units(rounded(part)));
      const { start, end } = this.rounding === "inward" ? inward(part) : outward(part);
      const answer = end > start ? this.pool.release(start, end - start, NOT_HANDED_OVER) : ACCEPTED;
      if (answer !== ACCEPTED) return reasonOf(answer) ?? "refused";
    }
    return null;
  }

  observe(frame: number): number {
    return this.early === null ? this.pool.observe(frame) : this.early[frame]!;
  }

  private unit(address: number): number {
    return this.addresses.indexOf(address);
  }

  private units({ start, end }: Bytes): [base: number, size: number] {
    return [this.unit(start), this.unit(end) - this.unit(start)];
  }
}

/** The bytes of the frames that bytes touch. */
export function rounded(bytes: Bytes): Bytes {
  return wholeFrames(bytes, FRAME_BYTES);
}

/** As many frames at once as solaya's heap asks for at the most: a file of 1 MB. */
const FILE_FRAMES = 256;
/** Owners of what solaya's allocator with a release keeps. */
const OWNERS: Partial<Record<HolderId, number>> = { kernel: 1, fdt: 2, initrd: 3 };

/** Solaya, whose one allocator is there from the start: as it is, or with the release it lacks. */
export class Solaya implements Machine {
  private readonly pages: Allocator;

  /** `stashed`: somebody keeps the slice of the archive. */
  constructor(
    frames: number,
    released: boolean,
    private readonly stashed: boolean,
  ) {
    const scope = { ...scopeOf({}), frames, slices: 1 };
    this.pages = released ? new Pages(scope) : pagesAsIs.make(scope);
  }

  keep(image: HolderId, { start, end }: Bytes): string | null {
    const [first, count] = [start / FRAME_BYTES, (end - start) / FRAME_BYTES];
    const answer = this.pages.reserve?.(first, count, OWNERS[image] ?? 1) ?? ACCEPTED;
    return answer === ACCEPTED
      ? null
      : `the kernel halts: ${image} shares a page with another image, or is not in RAM`;
  }

  keepInitrd(bytes: Bytes): string | null {
    return this.keep("initrd", bytes);
  }

  handOver(): void {
    this.pages.endBoot?.();
  }

  /** The files of the archive as its heap asks for them, in runs. */
  take(wanted: number): Bytes | null {
    for (let count = Math.min(wanted, FILE_FRAMES); count > 0; count >>= 1) {
      const first = this.pages.allocBlock?.(count, 1) ?? -1;
      if (first >= 0) return { start: first, end: first + count };
    }
    return null;
  }

  give({ start }: Bytes): void {
    this.pages.free?.(start);
  }

  giveInitrd(bytes: Bytes): string | null {
    if (this.pages.release === undefined) return "it has no release";
    const { start, end } = outward(bytes);
    this.pages.borrow?.(start, end - start);
    if (!this.stashed) this.pages.drop?.(start, end - start);
    const [first, count] = [bytes.start / FRAME_BYTES, (bytes.end - bytes.start) / FRAME_BYTES];
    const answer = this.pages.release(first, count, OWNERS.initrd ?? 1);
    return answer === ACCEPTED ? null : (reasonOf(answer) ?? "refused");
  }

  observe(frame: number): number {
    return this.pages.observe?.(frame) ?? FREE; // both observe
  }
}
