import { STRICT } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { FREE } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import { FrameTable } from "../parts/frame-table.js";

/**
 * First fit over a list of runs of free frames, in order of address.
 *
 * The list is intrusive: the first frame of a run holds the run's length and the link to the next run.
 * Links are frame numbers plus one, 0 ends the list. Taking frames splits a run, giving them back
 * merges with the neighbours, so a release splices a whole range back in one go.
 */
export class FreeList extends FrameTable {
  /** Link of the run that begins at a frame, then its length; both 0 where no run begins. */
  protected readonly next: Uint8Array;
  protected readonly length: Uint8Array;
  /** One byte: the link to the first run. */
  protected readonly head: Uint8Array;

  constructor(scope: Scope) {
    const { frames } = scope;
    super(scope, 2 * frames + 1);
    this.next = this.extra.subarray(0, frames);
    this.length = this.extra.subarray(frames, 2 * frames);
    this.head = this.extra.subarray(2 * frames);
    this.head[0] = 1;
    this.length[0] = frames;
  }

  protected lowestFree(): number {
    return this.head[0] === 0 ? this.holder.length : this.head[0]! - 1;
  }

  /** Splits the run around the frames: what lies before stays, what lies behind becomes a run. */
  protected take(start: number, count: number): void {
    const before = this.runBefore(start + 1);
    const run = before < 0 ? this.head[0]! - 1 : this.next[before]! - 1;
    const at = before >= 0 && before + this.length[before]! > start ? before : run;
    const previous = at === before ? this.runBefore(at) : before;
    const end = at + this.length[at]!;
    let link = this.next[at]!;
    this.clear(at);
    if (start + count < end) {
      this.set(start + count, end - start - count, link);
      link = start + count + 1;
    }
    if (at < start) {
      this.set(at, start - at, link);
      link = at + 1;
    }
    this.linkFrom(previous, link);
  }

  /** Puts the frames in as a run, merged with the run that ends where they begin and the one behind. */
  protected give(start: number, count: number): void {
    const before = this.runBefore(start);
    const behind = (before < 0 ? this.head[0]! : this.next[before]!) - 1;
    let link = behind + 1;
    let length = count;
    if (behind >= 0 && this.touches(start, count, behind)) {
      link = this.next[behind]!;
      length += this.length[behind]!;
      this.clear(behind);
    }
    if (before >= 0 && this.touches(before, this.length[before]!, start))
      this.set(before, this.length[before]! + length, link);
    else {
      this.set(start, length, link);
      this.linkFrom(before, start + 1);
    }
  }

  /** Whether a run ends where another begins, so that the two must be one. */
  protected touches(start: number, count: number, other: number): boolean {
    return start + count === other;
  }

  /** The last run that begins before a frame, or -1. */
  private runBefore(frame: number): number {
    let before = -1;
    for (let at = this.head[0]! - 1; at >= 0 && at < frame; at = this.next[at]! - 1) before = at;
    return before;
  }

  private linkFrom(before: number, link: number): void {
    if (before < 0) this.head[0] = link;
    else this.next[before] = link;
  }

  private set(at: number, length: number, link: number): void {
    this.length[at] = length;
    this.next[at] = link;
  }

  private clear(at: number): void {
    this.set(at, 0, 0);
  }

  /**
   * The runs ascend, no two touch, and together they are the free frames:
   * sum of lengths = number of frames that nobody holds.
   */
  audit(): string | null {
    const { holder } = this;
    let end = -1;
    let listed = 0;
    for (let link = this.head[0]!; link !== 0; link = this.next[link - 1]!) {
      const at = link - 1;
      if (at <= end)
        return `the run at frame ${at} touches or precedes the one that ends at frame ${end - 1}`;
      end = at + this.length[at]!;
      if (end === at) return `the run at frame ${at} is empty`;
      for (let frame = at; frame < end; frame++)
        if (holder[frame] !== FREE) return `frame ${frame} is listed free and held`;
      listed += end - at;
    }
    const free = holder.reduce((sum, kind) => sum + (kind === FREE ? 1 : 0), 0);
    return listed === free ? null : `${listed} frames are listed free, ${free} are`;
  }
}

export const freeList: AllocatorDefinition = {
  name: "free-list",
  mostFrames: 255, // in bytes
  summary: "address-ordered list of runs of free frames inside the frames, split on take, merged on return",
  about:
    "The same frame table with a list of runs of free frames beside it, in the order of their " +
    "addresses. The list is intrusive: the first frame of a run holds its length and the link to " +
    "the next. Taking splits a run, giving back merges with both neighbours.",
  class: "sound",
  contract: STRICT,
  offers: OFFERS_ALL,
  make: (scope) => new FreeList(scope),
};
