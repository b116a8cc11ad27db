/**
 * A bitmap whose clients hold handles, and which walks through all of them whenever it gives frames back.
 *
 * As with capabilities that a sweep revokes, a handle on a frame that was released or freed is marked stale
 * in the memory of whoever holds it. No number is compared, so no later life of the frame revives it.
 */

import { STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { Handles } from "./handles.js";

const ACCEPTED = 0;
/** How a slot is held: as the handle of a frame, a slice, an address, or as what is left of one of them. */
export const HANDLE = 0;
export const SLICE = 1;
export const ADDRESS = 2;
export const STALE = 3;

export class Capabilities extends Handles {
  constructor(scope: Scope) {
    super(scope, 0);
  }

  holdSlice(start: number, count: number): number {
    const refusal = this.refuseBorrow(start, count);
    if (refusal !== ACCEPTED) return refusal;
    this.slots.put(start, count, SLICE);
    return ACCEPTED;
  }

  exposeAddress(start: number, count: number): number {
    for (const holder of this.holder.subarray(start, start + count))
      if (holder === FREE || holder === ALLOCATED) return reasons.NOT_RESERVED;
    this.slots.put(start, count, ADDRESS);
    return ACCEPTED;
  }

  protected override howFor(): number {
    return HANDLE;
  }

  protected override isStale(slot: number): boolean {
    return this.slots.howOf(slot) === STALE;
  }

  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    if (refusal !== ACCEPTED) return refusal;
    if (this.slots.anyOverlaps(SLICE, start, count)) return reasons.LIVE_SLICE;
    return ACCEPTED;
  }

  /** Whatever comes back: every handle on it is stale from now on. */
  protected override give(start: number, count: number): void {
    for (let slot = 0; slot < this.slots.count; slot++)
      if (this.slots.isHeld(slot) && this.slots.overlaps(slot, start, count) && this.lapses(slot))
        this.slots.setHow(slot, STALE);
  }

  /** Whether what a slot holds ends with the frames it names: always. */
  protected lapses(_slot: number): boolean {
    return true;
  }
}

export const capabilities: AllocatorDefinition = {
  name: "capabilities",
  mostFrames: 255, // in bytes
  summary: "a bitmap whose clients hold handles; giving a frame back marks each handle on it stale",
  about:
    "The bitmap with handles in numbered slots: those of allocated frames, slices, and addresses kept as " +
    "numbers. When frames come back it walks through all slots, as a sweep through memory does that revokes " +
    "capabilities, and marks each handle on them stale. It stays so until its holder forgets it, whoever has " +
    "the frame then.",
  class: "sound",
  contract: STRICT,
  offers: {
    reserve: true,
    release: true,
    alloc: true,
    free: true,
    "alloc-handle": true,
    "free-handle": true,
    hold: true,
    expose: true,
    touch: true,
    forget: true,
  },
  make: (scope) => new Capabilities(scope),
};
