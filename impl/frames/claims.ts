/**
 * A bitmap in which reservations may overlap: each frame has a bit for each owner that wants it kept.
 *
 * Two images may share a frame, and firmware reserves what the kernel reserves as well. The claims count: a
 * release takes the owner's own bit away, and the frame is free when no bit is left.
 */

import { CLAIMS } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { Bitmap } from "./bitmap.js";

const ACCEPTED = 0;

/** The mark of each owner: up to seven have one that is neither `FREE` nor `ALLOCATED`. */
const markOf = (owner: number) => 1 << (owner - 1);

export class Claims extends Bitmap {
  override reserve(start: number, count: number, owner: number): number {
    const frames = this.holder.subarray(start, start + count);
    if (frames.includes(ALLOCATED)) return reasons.OVERLAPS_ALLOCATED;
    frames.forEach((marks, i) => {
      frames[i] = marks | markOf(owner);
    });
    return ACCEPTED;
  }

  /** A frame is one that somebody claims, or it cannot be released; only the owner's own claim goes. */
  override release(start: number, count: number, owner: number): number {
    const frames = this.holder.subarray(start, start + count);
    if (frames.includes(FREE)) return reasons.NOT_RESERVED;
    if (frames.includes(ALLOCATED)) return reasons.NOT_RESERVED;
    if (this.slices.overlap(start, count)) return reasons.LIVE_SLICE;
    frames.forEach((marks, i) => {
      frames[i] = this.without(marks, owner);
    });
    return ACCEPTED;
  }

  /** A slice is of one owner: of frames that nobody else has a claim on. */
  override borrow(start: number, count: number): number {
    const frames = this.holder.subarray(start, start + count);
    if (frames.includes(FREE)) return reasons.NOT_RESERVED;
    if (frames.includes(ALLOCATED)) return reasons.NOT_RESERVED;
    const marks = frames.reduce((all, each) => all | each, 0);
    if ((marks & (marks - 1)) !== 0) return reasons.MIXED_OWNERS;
    this.slices.add(start, count);
    return ACCEPTED;
  }

  /** Marks say who; how many, the specification does not ask. */
  override observe(frame: number): number {
    const marks = this.holder[frame]!;
    return marks === FREE || marks === ALLOCATED ? marks : TAKEN;
  }

  protected without(marks: number, owner: number): number {
    return marks & ~markOf(owner);
  }
}

export const claims: AllocatorDefinition = {
  name: "claims",
  summary: "a bitmap in which reservations may overlap: a frame is free when its last owner released it",
  about:
    "The bitmap with a bit for each owner that has a claim on a frame, so that reservations may overlap and " +
    "count. A release takes the owner's own claim and no other, and a frame is free again when none is left. " +
    "A slice is of one owner, so a frame that two have is not lent.",
  class: "sound",
  contract: CLAIMS,
  offers: OFFERS_ALL,
  make: (scope) => new Claims(scope),
};
