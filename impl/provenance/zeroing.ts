/**
 * A bitmap that answers for what its frames hold: zeros for whoever is handed one, kept bytes for the rest.
 *
 * One byte a frame stands for the frame's bytes. Frames come back poisoned and are zeroed when they are
 * handed out, unless they are asked for raw. What is protected stays with its owner when the range around
 * it is released, and keeps its bytes.
 */

import { STRICT } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { ALLOCATED, CONTENTS, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { Bitmap } from "../frames/bitmap.js";

const ACCEPTED = 0;

export class Zeroing extends Bitmap {
  protected readonly contents: Uint8Array;
  /** For each frame whether it is protected. */
  protected readonly guarded: Uint8Array;

  constructor(scope: Scope) {
    super(scope, 2 * scope.frames);
    this.contents = this.extra.subarray(0, scope.frames);
    this.guarded = this.extra.subarray(scope.frames);
    this.contents.fill(CONTENTS.POISONED); // as what came back
  }

  override alloc(): number {
    const frame = super.alloc();
    if (frame >= 0) this.zero(frame);
    return frame;
  }

  allocRaw(): number {
    return super.alloc();
  }

  override release(start: number, count: number, owner: number): number {
    const refusal = this.refuseRelease(start, count, owner);
    if (refusal !== ACCEPTED) return refusal;
    for (let frame = start; frame < start + count; frame++) if (!this.isSpared(frame)) this.giveUp(frame);
    return ACCEPTED;
  }

  protectRange(start: number, count: number): number {
    if (!this.isReserved(start, count)) return reasons.NOT_RESERVED;
    this.guarded.fill(1, start, start + count);
    return ACCEPTED;
  }

  loadRange(start: number, count: number): number {
    if (!this.isReserved(start, count)) return reasons.NOT_RESERVED;
    if (this.slices.overlap(start, count)) return reasons.LIVE_SLICE;
    this.contents.fill(CONTENTS.KEPT, start, start + count);
    return ACCEPTED;
  }

  poisonRange(start: number, count: number): number {
    if (!this.isReserved(start, count)) return reasons.NOT_RESERVED;
    if (this.slices.overlap(start, count)) return reasons.LIVE_SLICE;
    this.contents.fill(CONTENTS.POISONED, start, start + count);
    return ACCEPTED;
  }

  writeFrame(frame: number): number {
    const refusal = this.refuseFree(frame);
    if (refusal !== ACCEPTED) return refusal;
    this.contents[frame] = CONTENTS.KEPT;
    return ACCEPTED;
  }

  contentsOf(frame: number): number {
    return this.contents[frame]!;
  }

  /** A frame that comes back is poisoned, so that equal situations have equal bytes as well. */
  protected override give(start: number, count: number): void {
    this.contents.fill(CONTENTS.POISONED, start, start + count);
  }

  protected zero(frame: number): void {
    this.contents[frame] = CONTENTS.ZEROED;
  }

  protected isSpared(frame: number): boolean {
    return this.guarded[frame] === 1;
  }

  protected giveUp(frame: number): void {
    this.holder[frame] = FREE;
    this.give(frame, 1);
  }

  private isReserved(start: number, count: number): boolean {
    return this.holder
      .subarray(start, start + count)
      .every((holder) => holder !== FREE && holder !== ALLOCATED);
  }
}

export const zeroing: AllocatorDefinition = {
  name: "zeroing",
  mostFrames: 255, // in bytes
  summary: "a bitmap that hands out zeroed frames, keeps what was loaded, and spares what is protected",
  about:
    "The bitmap with a byte for what each frame holds. What comes back is poisoned, what is handed out is " +
    "zeroed unless it is asked for raw, and nothing is written under a slice. A release passes over the " +
    "frames that are protected: they stay reserved, and hold what they held.",
  class: "sound",
  contract: STRICT,
  offers: {
    ...OFFERS_ALL,
    reserve: ({ owner }) => owner === 1,
    release: ({ owner }) => owner === 1,
    borrow: ({ range }) => range.count === 1,
    drop: ({ range }) => range.count === 1,
    protect: true,
    "alloc-raw": true,
    load: true,
    write: true,
    poison: true,
  },
  make: (scope) => new Zeroing(scope),
};
