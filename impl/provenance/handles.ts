/**
 * A bitmap whose clients hold handles on frames, in numbered slots. How one is known to be stale is what an
 * allocator of this kind is about.
 */

import { reasons } from "../../model/words/reasons.js";
import { handlesOf, type Scope } from "../../model/words/scope.js";
import { Bitmap } from "../frames/bitmap.js";
import { Slots } from "../parts/slots.js";

const ACCEPTED = 0;

export abstract class Handles extends Bitmap {
  protected readonly slots: Slots;

  /** `more` is how many bytes the allocator keeps beside the slots; they come first. */
  constructor(scope: Scope, more: number) {
    super(scope, more + Slots.bytesFor(handlesOf(scope)));
    this.slots = new Slots(this.extra.subarray(more));
  }

  /** What a slot notes of a frame that is handed out. */
  protected abstract howFor(frame: number): number;
  /** Whether what a slot holds is from before. */
  protected abstract isStale(slot: number): boolean;

  allocHandle(): number {
    const frame = this.alloc();
    if (frame >= 0) this.slots.put(frame, 1, this.howFor(frame));
    return frame;
  }

  freeHandle(slot: number): number {
    const refusal = this.refuseTouch(slot);
    if (refusal !== ACCEPTED) return refusal;
    return this.free(this.slots.startOf(slot)); // which refuses what is reserved
  }

  touchHandle(slot: number): number {
    return this.refuseTouch(slot);
  }

  forgetHandle(slot: number): number {
    if (!this.slots.isHeld(slot)) return reasons.NO_SUCH_HANDLE;
    this.slots.empty(slot);
    return ACCEPTED;
  }

  protected refuseTouch(slot: number): number {
    if (!this.slots.isHeld(slot)) return reasons.NO_SUCH_HANDLE;
    if (this.isStale(slot)) return reasons.STALE_HANDLE;
    return ACCEPTED;
  }
}
