/**
 * A kernel as far as its initrd is concerned: what the boot loader said of it, what became of it, and who
 * else has a part in it. Where memory comes from and goes to is left to whoever has some.
 */
import type { Allocator } from "../../model/socket/allocator.js";
import type { CommandKind } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { gridOf, type Scope, unitsOf } from "../../model/words/scope.js";

export const ACCEPTED = 0;
/** What the boot loader said, what is reserved of it, the command line, the job that unpacks; a byte each. */
const [PHYS_START, PHYS_SIZE, START, END, RETAIN, JOB, CRASH_START, CRASH_END] = [0, 1, 2, 3, 4, 5, 6, 7];
/** How many bytes a kernel keeps of it. */
export const KEPT = 8;
/** What has become of the job. */
export const JOBS = { WAITING: 0, UNPACKING: 1, UNPACKED: 2, OVER: 3 } as const;

/** Addresses from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export abstract class Kernel implements Allocator {
  abstract readonly state: Uint8Array;
  protected abstract readonly kept: Uint8Array;
  /** Units of a frame. */
  protected readonly page: number;
  protected readonly grid: number;

  constructor(scope: Scope) {
    this.page = unitsOf(scope);
    this.grid = gridOf(scope);
  }

  /** Whether boot is over. */
  protected abstract readonly isOver: boolean;
  /** Who has some frames that are to be reserved, as reasons; none where they are free. */
  protected abstract inUse(start: number, count: number): readonly number[];
  /** Reserves some bytes, or the frames they lie in. */
  protected abstract take(start: number, count: number): void;
  /** Gives back what was reserved of some bytes. */
  protected abstract giveBack(span: Span): void;

  /** The initrd that is reserved; from 0 to 0 where there is none. */
  protected get initrd(): Span {
    return { start: this.kept[START]!, end: this.kept[END]! };
  }

  /** What is to be kept for the kernel after a crash; from 0 to 0 where there is none. */
  protected get crashk(): Span {
    return { start: this.kept[CRASH_START]!, end: this.kept[CRASH_END]! };
  }

  protected get job(): number {
    return this.kept[JOB]!;
  }

  protected set job(job: number) {
    this.kept[JOB] = job;
  }

  /** Where the boot loader put an initrd. */
  private get phys(): FrameRange {
    return { start: this.kept[PHYS_START]!, count: this.kept[PHYS_SIZE]! };
  }

  placeInitrd(start: number, count: number): number {
    return this.unless("place-initrd", () => {
      this.kept[PHYS_START] = start;
      this.kept[PHYS_SIZE] = count;
    });
  }

  retainInitrd(): number {
    return this.unless("retain-initrd", () => {
      this.kept[RETAIN] = 1;
    });
  }

  reserveCrashkernel(start: number, count: number): number {
    const reserved = () => {
      this.take(start, count);
      this.kept[CRASH_START] = start;
      this.kept[CRASH_END] = start + count;
    };
    return this.unless("reserve-crashkernel", reserved, { start, count });
  }

  /** Looks at whole frames, so that nobody else has a byte in one. */
  reserveInitrd(): number {
    return this.unless("reserve-initrd", () => {
      const { start, count } = this.phys;
      const { start: first, end } = outward({ start, end: start + count }, this.page);
      this.take(first, end - first);
      this.kept[START] = start;
      this.kept[END] = start + count;
    });
  }

  unpackInitrd(): number {
    return this.unless("unpack-initrd", () => {
      this.job = JOBS.UNPACKING;
    });
  }

  endUnpack(how: number): number {
    return this.unless("end-unpack", () => {
      this.unpacked(how);
    });
  }

  /** Whatever came of it, the initrd is no longer read. */
  protected unpacked(_how: number): void {
    this.job = JOBS.UNPACKED;
  }

  freeInitrd(): number {
    const wrong = this.refuse("free-initrd");
    if (wrong !== ACCEPTED) return wrong;
    const { initrd } = this;
    for (const span of this.spared(initrd)) this.giveBack(span);
    this.forget();
    return this.edgesGiven(initrd);
  }

  /** The parts of the initrd that are not the crash kernel's. */
  protected spared({ start, end }: Span): readonly Span[] {
    const { crashk } = this;
    if (start >= crashk.end || end <= crashk.start) return [{ start, end }];
    return [
      { start, end: crashk.start },
      { start: crashk.end, end },
    ].filter((span) => span.start < span.end);
  }

  /** Which of the edge frames come back as well. */
  protected edgesGiven(_initrd: Span): number {
    return 0;
  }

  /** Nobody finds it from now on. */
  protected forget(): void {
    this.kept[START] = 0;
    this.kept[END] = 0;
    this.job = JOBS.OVER;
  }

  /** Why a command is refused, or `ACCEPTED`; some name a range. */
  protected refuse(kind: CommandKind, range?: FrameRange): number {
    return this.against(kind, range)[0] ?? ACCEPTED;
  }

  /** Every reason against a command. */
  protected against(
    kind: CommandKind,
    { start, count }: FrameRange = { start: 0, count: 0 },
  ): readonly number[] {
    const late = when(this.isOver, reasons.BOOT_OVER);
    switch (kind) {
      case "place-initrd":
        return [...late, ...when(this.phys.count > 0, reasons.PRESENT)];
      case "retain-initrd":
        return late;
      case "reserve-crashkernel":
        return [
          ...late,
          ...when(this.crashk.end > 0, reasons.PRESENT),
          ...this.framesBeside(start, count).flatMap((frame) => this.inUse(frame, this.page)),
        ];
      case "reserve-initrd":
        return [...late, ...this.againstReserving()];
      case "unpack-initrd":
        return [
          ...when(!this.isOver, reasons.BOOT),
          ...(this.initrd.end === 0 ? [this.whyNone()] : when(this.job !== JOBS.WAITING, reasons.PRESENT)),
        ];
      case "end-unpack":
        return when(this.job !== JOBS.UNPACKING, reasons.ABSENT);
      case "free-initrd":
        return this.againstFreeing();
      default:
        return [];
    }
  }

  /** The frames of a range that are not wholly the initrd's: those may be the crash kernel's as well. */
  private framesBeside(start: number, count: number): readonly number[] {
    const { initrd, page } = this;
    const frames = Array.from({ length: count / page }, (_, i) => start + i * page);
    return frames.filter((frame) => frame < initrd.start || frame + page > initrd.end);
  }

  private againstReserving(): readonly number[] {
    const { start, count } = this.phys;
    if (count === 0) return [reasons.ABSENT];
    if (this.job === JOBS.OVER) return []; // what was given back lies nowhere
    const { start: first, end } = outward({ start, end: start + count }, this.page);
    return [...when(end > this.grid, reasons.OUT_OF_RANGE), ...this.inUse(first, end - first)];
  }

  protected againstFreeing(): readonly number[] {
    return [
      ...(this.initrd.end === 0 ? [this.whyNone()] : when(this.job !== JOBS.UNPACKED, reasons.UNREAD)),
      ...when(this.kept[RETAIN] === 1, reasons.RETAINED),
    ];
  }

  /** Why no initrd is reserved. */
  private whyNone(): number {
    if (this.job === JOBS.OVER) return reasons.ALREADY_FREE;
    return this.phys.count === 0 ? reasons.ABSENT : reasons.NOT_RESERVED;
  }

  private unless(kind: CommandKind, act: () => void, range?: FrameRange): number {
    const wrong = this.refuse(kind, range);
    if (wrong === ACCEPTED) act();
    return wrong;
  }
}

/** A reason, where it is true. */
export function when(is: boolean, reason: number): readonly number[] {
  return is ? [reason] : [];
}

/** The frames that hold some bytes. */
export function outward({ start, end }: Span, page: number): Span {
  return { start: Math.floor(start / page) * page, end: Math.ceil(end / page) * page };
}

/** The frames that hold nothing but some bytes; where it ends before it begins there are none. */
export function inward({ start, end }: Span, page: number): Span {
  return { start: Math.ceil(start / page) * page, end: Math.floor(end / page) * page };
}

/** Which edge frames some bytes have: 1 the first, 2 the last. */
export function edgesOf({ start, end }: Span, page: number): number {
  const [first, last] = [Math.floor(start / page), Math.floor(end / page)];
  const lower = start !== first * page || (first === last && end !== last * page);
  return (lower ? 1 : 0) | (end !== last * page && last > first ? 2 : 0);
}
