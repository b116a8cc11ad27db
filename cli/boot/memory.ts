/** Memory of a boot: an allocator of this package, and beside it who has which frame. */
import { outward as framesAround } from "../../impl/boot/kernel.js";
import { FREE, type Unpacking } from "../../model/words/frames.js";
import { type Band, FRAME_BYTES, HOLDER_IDS, type HolderId } from "../../report/boot/timeline.js";

/** Bytes from `start` up to `end`. */
export interface Bytes {
  readonly start: number;
  readonly end: number;
}

/** The frames that bytes touch. */
export function outward(bytes: Bytes): Bytes {
  const { start, end } = framesAround(bytes, FRAME_BYTES);
  return { start: start / FRAME_BYTES, end: end / FRAME_BYTES };
}

/** What a boot asks of an allocator; a count of frames that is 0 asks nothing. */
export interface Machine {
  /** Keeps an image. What is wrong with it, or `null`. */
  keep(image: HolderId, bytes: Bytes): string | null;
  /** Keeps the initrd if its checks let it. What they say, or `null`. */
  keepInitrd(bytes: Bytes): string | null;
  /** The page allocator takes over. */
  handOver(): void;
  /** A run of up to `wanted` frames, or `null`. */
  take(wanted: number): Bytes | null;
  give(run: Bytes): void;
  /** Gives back what the packed archive lies in, whose unpacking ended so. What it says, or `null`. */
  giveInitrd(bytes: Bytes, how: Unpacking): string | null;
  /** Who has a frame as the allocator sees it: `FREE`, or anything else. */
  observe(frame: number): number;
}

/** Who has which frame. A frame that several images share is of the first. */
export class Ledger {
  private readonly holder: Uint8Array;
  private readonly runs = new Map<HolderId, Bytes[]>();
  /** Of each thing that went wrong the frames of which it is so. */
  private readonly wrong = new Map<string, Set<number>>();

  constructor(
    readonly machine: Machine,
    readonly frames: number,
  ) {
    this.holder = new Uint8Array(frames);
  }

  private blame(what: string, frame: number): void {
    this.wrong.set(what, (this.wrong.get(what) ?? new Set()).add(frame));
  }

  /** What the allocator should not have done, in words. */
  get findings(): readonly string[] {
    return Array.from(this.wrong, ([what, frames]) => {
      const [first, last] = [Math.min(...frames), Math.max(...frames)];
      return frames.size === 1
        ? `frame ${first} is ${what} it`
        : `${frames.size} frames from ${first} to ${last} are ${what} them`;
    });
  }

  note(holder: HolderId, bytes: Bytes, over = false): void {
    const { start, end } = outward(bytes);
    for (let frame = start; frame < Math.min(end, this.frames); frame++)
      if (over || this.holder[frame] === 0) this.holder[frame] = HOLDER_IDS.indexOf(holder);
  }

  /** Takes frames for a holder; how many there were. */
  take(holder: HolderId, count: number): number {
    const runs = this.runs.get(holder) ?? [];
    this.runs.set(holder, runs);
    let taken = 0;
    while (taken < count) {
      const run = this.machine.take(count - taken);
      if (run === null) break;
      for (let frame = run.start; frame < run.end; frame++) {
        const before = this.holder[frame]!;
        if (before !== 0) this.blame(`handed to ${holder}, and ${HOLDER_IDS[before]!} still has`, frame);
      }
      this.holder.fill(HOLDER_IDS.indexOf(holder), run.start, run.end);
      runs.push(run);
      taken += run.end - run.start;
    }
    return taken;
  }

  /** Gives frames of a holder back, the last first, until it has no more than `keeping`. */
  give(holder: HolderId, keeping: number): number {
    const runs = this.runs.get(holder) ?? [];
    let has = runs.reduce((sum, { start, end }) => sum + end - start, 0);
    const before = has;
    for (
      let run = runs.at(-1);
      run !== undefined && has - (run.end - run.start) >= keeping;
      run = runs.at(-1)
    ) {
      runs.pop();
      this.machine.give(run);
      this.holder.fill(0, run.start, run.end);
      has -= run.end - run.start;
    }
    return before - has;
  }

  /**
   * What the allocator has free is free. Where somebody else than `released` still has such a frame, that is
   * a finding; nobody takes note of `released` any more.
   */
  settle(released: HolderId | null = null): void {
    for (let frame = 0; frame < this.frames; frame++) {
      const holder = this.holder[frame]!;
      if (holder === 0 || this.machine.observe(frame) !== FREE) continue;
      if (HOLDER_IDS[holder] === released) this.holder[frame] = 0;
      else this.blame(`free, and ${HOLDER_IDS[holder]!} still has`, frame);
    }
  }

  /** All frames, upwards. Throws where the allocator keeps a frame that nobody has. */
  bands(): Band[] {
    const bands: { holder: HolderId; start: number; end: number }[] = [];
    for (let frame = 0; frame < this.frames; frame++) {
      const holder = HOLDER_IDS[this.holder[frame]!]!;
      if (holder === "free" && this.machine.observe(frame) !== FREE)
        throw new Error(`internal: nobody has frame ${frame}, and it is not free`);
      const last = bands.at(-1);
      if (last?.holder === holder) last.end++;
      else bands.push({ holder, start: frame, end: frame + 1 });
    }
    return bands;
  }
}
