/**
 * Linux until its root is another: the files of rootfs as ramfs keeps them (`fs/ramfs`, `fs/libfs.c`), a page
 * each, and `switch_root` of util-linux, which deletes what it finds on the device of the old root.
 *
 * A page is given back with the last reference to its inode: a deleted file that is open or behind a loop
 * device is there until that ends.
 */
import type { CommandKind } from "../../model/words/commands.js";
import { type FrameRange, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { ACCEPTED, JOBS, KEPT, when } from "./kernel.js";
import { LinuxBoot } from "./linux.js";

/** What is known of the file of a frame: a byte of bits, 0 where there is none. */
export const FILE = { COPY: 1, SHOWS: 2, OPEN: 4, LOOPED: 8, COVERED: 16 } as const;
/** Whether there is a file. */
const IS_FILE = FILE.COPY | FILE.SHOWS;
const USED = FILE.OPEN | FILE.LOOPED;

export class LinuxRootfs extends LinuxBoot {
  /** A byte a frame, and one that says whether the root is another. */
  protected readonly files: Uint8Array;

  constructor(scope: Scope) {
    super(scope, KEPT + scope.frames + 1);
    this.files = this.kept.subarray(KEPT, KEPT + scope.frames);
  }

  protected get isSwitched(): boolean {
    return this.kept[KEPT + this.files.length] === 1;
  }

  createFile(frame: number): number {
    return this.marks("create-file", frame, FILE.COPY);
  }

  openFile(frame: number): number {
    return this.marks("open-file", frame, FILE.OPEN);
  }

  closeFile(frame: number): number {
    return this.letsGo("close-file", frame, FILE.OPEN);
  }

  attachLoop(frame: number): number {
    return this.marks("attach-loop", frame, FILE.LOOPED);
  }

  detachLoop(frame: number): number {
    return this.letsGo("detach-loop", frame, FILE.LOOPED);
  }

  mountOver(frame: number): number {
    return this.marks("mount-over", frame, FILE.COVERED);
  }

  unmountFrom(frame: number): number {
    const wrong = this.refuse("unmount", { start: frame, count: 1 });
    if (wrong === ACCEPTED) this.files[frame]! &= ~FILE.COVERED;
    return wrong;
  }

  /** `recursiveRemove`, which compares devices, and so does not come to what lies below a mount. */
  switchRoot(): number {
    const wrong = this.refuse("switch-root");
    if (wrong !== ACCEPTED) return wrong;
    this.kept[KEPT + this.files.length] = 1;
    for (let frame = 0; frame < this.files.length; frame++)
      if (this.isFound(frame) && !this.isUsed(frame)) this.evict(frame);
    return ACCEPTED;
  }

  /** Whether a name leads to a file. */
  private isNamed(frame: number): boolean {
    return this.has(frame, IS_FILE) && !this.has(frame, FILE.COVERED);
  }

  /** Whether a switch of the root comes to a file. */
  protected isFound(frame: number): boolean {
    return this.isNamed(frame);
  }

  /** Whether somebody reads on. */
  protected isUsed(frame: number): boolean {
    return this.has(frame, USED);
  }

  protected has(frame: number, bits: number): boolean {
    return (this.files[frame]! & bits) !== 0;
  }

  /** The file is gone, and its page with it if it has one (`truncate_inode_pages_final`). */
  protected evict(frame: number): void {
    const isCopy = this.has(frame, FILE.COPY);
    this.files[frame] = 0;
    if (isCopy) this.free(frame);
  }

  private marks(kind: CommandKind, frame: number, bit: number): number {
    const wrong = this.refuse(kind, { start: frame, count: 1 });
    if (wrong === ACCEPTED) this.files[frame]! |= bit;
    return wrong;
  }

  /** One use ends; the last of a file that was deleted takes it along (`iput_final`). */
  private letsGo(kind: CommandKind, frame: number, bit: number): number {
    const wrong = this.refuse(kind, { start: frame, count: 1 });
    if (wrong !== ACCEPTED) return wrong;
    this.files[frame]! &= ~bit;
    if (this.isSwitched && this.isNamed(frame) && !this.isUsed(frame)) this.evict(frame);
    return ACCEPTED;
  }

  protected override against(
    kind: CommandKind,
    range: FrameRange = { start: 0, count: 0 },
  ): readonly number[] {
    const frame = range.start;
    switch (kind) {
      case "open-file":
      case "attach-loop":
        return when(this.isSwitched || !this.isNamed(frame), reasons.ABSENT);
      case "close-file":
        return when(!this.has(frame, FILE.OPEN), reasons.ABSENT);
      case "detach-loop":
        return when(!this.has(frame, FILE.LOOPED), reasons.ABSENT);
      case "unmount":
        return when(this.isSwitched || !this.has(frame, FILE.COVERED), reasons.ABSENT);
      case "switch-root":
        return [
          ...when(this.initrd.end > 0 && this.job < JOBS.UNPACKED, reasons.UNREAD),
          ...when(this.isSwitched, reasons.ABSENT),
        ];
      default:
        return super.against(kind, range);
    }
  }

  override observe(unit: number): number {
    return this.has(Math.floor(unit / this.page), FILE.COPY) ? TAKEN : super.observe(unit);
  }
}

/**
 * The same with files that show the packed bytes where they lie. Such a file borrows of the initrd, which is
 * given back when no file shows any of it.
 */
export class RootfsInPlace extends LinuxRootfs {
  showFile(frame: number): number {
    const wrong = this.refuse("show-file", { start: frame, count: 1 });
    if (wrong === ACCEPTED) this.files[frame]! |= FILE.SHOWS;
    return wrong;
  }

  protected override against(
    kind: CommandKind,
    range: FrameRange = { start: 0, count: 0 },
  ): readonly number[] {
    const { initrd } = this;
    if (kind === "show-file")
      return when(range.start < initrd.start || range.start >= initrd.end, reasons.NOT_RESERVED);
    return super.against(kind, range);
  }

  protected override againstFreeing(): readonly number[] {
    return [...super.againstFreeing(), ...when(this.isShown, reasons.INSERTED)];
  }

  /** Whether some file shows a part of the initrd. */
  protected get isShown(): boolean {
    return this.files.some((file) => (file & FILE.SHOWS) !== 0);
  }
}
