/** The machines of a boot: Linux with memblock and the buddy behind it, solaya with its page allocator. */
import { Buddy } from "../../impl/blocks/buddy.js";
import { Pages } from "../../impl/blocks/pages.js";
import { ACCEPTED } from "../../impl/boot/kernel.js";
import { LinuxArm, LinuxArm64, LinuxBoot } from "../../impl/boot/linux.js";
import { pagesAsIs } from "../../impl/originals/pages-as-is.js";
import type { Allocator } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE, UNPACKINGS, type Unpacking } from "../../model/words/frames.js";
import { reasonOf, reasons } from "../../model/words/reasons.js";
import { type Scope, scopeOf } from "../../model/words/scope.js";
import { FRAME_BYTES, type HolderId } from "../../report/boot/timeline.js";
import { type Bytes, type Machine, outward } from "./memory.js";
import { Scaled } from "./scaled.js";

/** The owner of frames that were not handed over. */
const NOT_HANDED_OVER = 1;

/** Each flavour of Linux as the kernel that is checked under the name of `boot-` and the flavour. */
export const LINUXES = {
  "linux-generic": LinuxBoot,
  "linux-arm": LinuxArm,
  "linux-arm64": LinuxArm64,
} as const satisfies Readonly<Record<string, new (scope: Scope) => LinuxBoot>>;

/** An address as the kernel prints it. */
const hex = (bytes: number) => `0x${bytes.toString(16).padStart(8, "0")}`;

/**
 * A kernel of this package, which reserves, checks, rounds and hands over, and the page allocator behind it
 * at full size: that gets each frame that the kernel gives to its own.
 */
export class Linux implements Machine {
  private readonly scaled: Scaled;
  private readonly kernel: LinuxBoot;
  private readonly pool: Buddy;
  private isOver = false;

  constructor(frames: number, images: readonly Bytes[], kind: keyof typeof LINUXES, retain: boolean) {
    this.scaled = new Scaled(frames * FRAME_BYTES, images);
    this.kernel = new LINUXES[kind](this.scaled.scope);
    this.pool = new Buddy({ frames });
    this.pool.reserve(0, frames, NOT_HANDED_OVER);
    if (retain) this.kernel.retainInitrd();
  }

  keep(image: HolderId, bytes: Bytes): string | null {
    const range = this.scaled.range(bytes);
    if (image !== "crashkernel") {
      this.kernel.reserve(...range);
      return null;
    }
    const answer = this.kernel.reserveCrashkernel(...range);
    return answer === ACCEPTED ? null : "crashkernel reservation failed - memory is in use";
  }

  /** Says what `arm_initrd_init` says. */
  keepInitrd(bytes: Bytes): string | null {
    this.kernel.placeInitrd(...this.scaled.range(bytes));
    const answer = this.kernel.reserveInitrd();
    if (answer === ACCEPTED) return null;
    const { start, end } = outward(bytes);
    const why = answer === reasons.OUT_OF_RANGE ? "is not a memory region" : "overlaps in-use memory region";
    const [at, size] = [start * FRAME_BYTES, (end - start) * FRAME_BYTES];
    return `INITRD: ${hex(at)}+${hex(size)} ${why} - disabling initrd`;
  }

  handOver(): void {
    this.kernel.endBoot();
    this.isOver = true;
    this.follow();
  }

  /** What the kernel has given to the page allocator since it was looked at. */
  private follow(): void {
    for (const [frame, { start, end }] of this.scaled.runs.entries())
      if (this.isFree(frame) && this.pool.observe(start) === NOT_HANDED_OVER)
        this.pool.release(start, end - start, NOT_HANDED_OVER);
  }

  /** Whether a frame of the small machine is free. */
  private isFree(frame: number): boolean {
    return this.kernel.observe(frame * (this.scaled.scope.units ?? 1)) === FREE;
  }

  take(): Bytes | null {
    const frame = this.pool.allocBlock(1, 1);
    return frame < 0 ? null : { start: frame, end: frame + 1 };
  }

  give({ start, end }: Bytes): void {
    this.pool.freeBlock(start, end - start);
  }

  giveInitrd(_: Bytes, how: Unpacking): string | null {
    this.kernel.unpackInitrd();
    this.kernel.endUnpack(UNPACKINGS.indexOf(how));
    const answer = this.kernel.freeInitrd();
    this.follow();
    return answer >= ACCEPTED ? null : (reasonOf(answer) ?? "refused");
  }

  observe(frame: number): number {
    if (this.isOver) return this.pool.observe(frame);
    return this.isFree(this.scaled.runs.findIndex(({ end }) => frame < end)) ? FREE : ALLOCATED;
  }
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

  keep(image: HolderId, bytes: Bytes): string | null {
    const { start, end } = outward(bytes);
    const answer = this.pages.reserve?.(start, end - start, OWNERS[image] ?? 1) ?? ACCEPTED;
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
    const answer = this.pages.release(start, end - start, OWNERS.initrd ?? 1);
    return answer === ACCEPTED ? null : (reasonOf(answer) ?? "refused");
  }

  observe(frame: number): number {
    return this.pages.observe?.(frame) ?? FREE; // both observe
  }
}
