/**
 * A bitmap that knows who keeps a slice: the call that took it, a stash, a file, or nobody ever again.
 *
 * What is stashed or shown is a list of ranges as live slices are; what was leaked is a mark on each frame,
 * since nobody will ever name it again. A copy is no slice, so nothing is noted of it.
 */

import { STRICT } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { Bitmap } from "../frames/bitmap.js";
import { LiveSlices } from "../parts/slices.js";

const ACCEPTED = 0;

export class Lender extends Bitmap {
  protected readonly stashed: LiveSlices;
  protected readonly shown: LiveSlices;
  /** For each frame whether a slice of it was leaked. */
  protected readonly leaked: Uint8Array;

  constructor(scope: Scope) {
    super(scope, 4 * scope.slices + scope.frames);
    const list = 2 * scope.slices;
    this.stashed = new LiveSlices(this.extra.subarray(0, list));
    this.shown = new LiveSlices(this.extra.subarray(list, 2 * list));
    this.leaked = this.extra.subarray(2 * list);
  }

  deriveSlice(fromStart: number, fromCount: number, start: number, count: number): number {
    if (!this.slices.has(fromStart, fromCount) && !this.stashed.has(fromStart, fromCount))
      return reasons.NO_SUCH_SLICE;
    if (start < fromStart) return reasons.OUTSIDE_PARENT;
    if (start + count > fromStart + fromCount) return reasons.OUTSIDE_PARENT;
    this.slices.add(start, count);
    return ACCEPTED;
  }

  stashSlice(start: number, count: number): number {
    if (!this.slices.remove(start, count)) return reasons.NO_SUCH_SLICE;
    this.stashed.add(start, count);
    return ACCEPTED;
  }

  unstashSlice(start: number, count: number): number {
    if (!this.stashed.remove(start, count)) return reasons.NO_SUCH_SLICE;
    return ACCEPTED;
  }

  leakSlice(start: number, count: number): number {
    if (!this.slices.remove(start, count)) return reasons.NO_SUCH_SLICE;
    this.leaked.fill(1, start, start + count);
    return ACCEPTED;
  }

  insertSlice(start: number, count: number): number {
    if (!this.slices.remove(start, count)) return reasons.NO_SUCH_SLICE;
    this.shown.add(start, count);
    return ACCEPTED;
  }

  evictSlice(start: number, count: number): number {
    if (!this.shown.remove(start, count)) return reasons.NO_SUCH_SLICE;
    return ACCEPTED;
  }

  copyOut(start: number, count: number): number {
    if (!this.slices.has(start, count)) return reasons.NO_SUCH_SLICE;
    return ACCEPTED;
  }

  /** What the call borrowed for itself ends. */
  endCall(): number {
    this.slices.clear();
    return ACCEPTED;
  }

  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    if (refusal !== ACCEPTED) return refusal;
    if (this.stashed.overlap(start, count)) return reasons.STASHED;
    if (this.leaked.subarray(start, start + count).includes(1)) return reasons.LEAKED;
    if (this.shown.overlap(start, count)) return reasons.INSERTED;
    return ACCEPTED;
  }
}

export const lender: AllocatorDefinition = {
  name: "lender",
  mostFrames: 255, // in bytes
  summary: "a bitmap that knows who keeps a slice: the call, a stash, a file, or nobody ever again",
  about:
    "The bitmap with keepers of slices. A slice ends with its call unless it is stashed, inserted into a file " +
    "or leaked, and what is kept in any of these ways keeps its frames from being released. A sub-slice is a " +
    "slice like any other, so its parent may end first. One owner reserves, since who keeps a slice does not " +
    "depend on whose frames it is of.",
  class: "sound",
  contract: STRICT,
  offers: {
    ...OFFERS_ALL,
    reserve: ({ owner }) => owner === 1,
    release: ({ owner }) => owner === 1,
    derive: true,
    stash: true,
    unstash: true,
    leak: true,
    insert: true,
    evict: true,
    copy: true,
    return: true,
  },
  make: (scope) => new Lender(scope),
};
