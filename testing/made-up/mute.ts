import { Bitmap, bitmap } from "../../impl/frames/bitmap.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";

const mute = (answer: number) => (answer < 0 ? reasons.REFUSED : answer);

/** Refuses rightly, and never says why. */
class Mute extends Bitmap {
  override reserve(start: number, count: number, owner: number): number {
    return mute(super.reserve(start, count, owner));
  }
  override release(start: number, count: number, owner: number): number {
    return mute(super.release(start, count, owner));
  }
  override borrow(start: number, count: number): number {
    return mute(super.borrow(start, count));
  }
  override drop(start: number, count: number): number {
    return mute(super.drop(start, count));
  }
  override alloc(): number {
    return mute(super.alloc());
  }
  override free(frame: number): number {
    return mute(super.free(frame));
  }
}

export const muteBitmap: AllocatorDefinition = { ...bitmap, name: "mute", make: (scope) => new Mute(scope) };
