import { STRICT } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { FREE } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import { FrameTable } from "../parts/frame-table.js";

/**
 * First fit over the frame table itself: a frame is free when its entry says so, and the lowest
 * free one is found by looking at each. There is no second structure that could disagree.
 */
export class Bitmap extends FrameTable {
  /** `extra` is for those who keep more than a bitmap does. */
  constructor(scope: Scope, extra = 0) {
    super(scope, extra);
  }

  protected take(_start: number, _count: number): void {}

  protected give(_start: number, _count: number): void {}

  protected lowestFree(): number {
    let frame = 0;
    while (frame < this.holder.length && this.holder[frame] !== FREE) frame++;
    return frame;
  }

  /** Every frame under a slice is held by an owner. */
  audit(): string | null {
    for (const { start, count } of this.slices.ranges())
      for (let frame = start; frame < start + count; frame++)
        if (this.holder[frame] === FREE) return `frame ${frame} is free under a live slice`;
    return null;
  }
}

export const bitmap: AllocatorDefinition = {
  name: "bitmap",
  summary: "one entry a frame, first fit by scanning; reservations with owners, slices counted",
  about:
    "The plainest there is, to compare the others with: one byte a frame says who holds it, and " +
    "the lowest free frame is found by looking at each. Slices of reserved frames are kept in a " +
    "list of their own.",
  class: "sound",
  contract: STRICT,
  offers: OFFERS_ALL,
  make: (scope) => new Bitmap(scope),
};
