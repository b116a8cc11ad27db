/**
 * The two-level bitmap with a fault: a freed frame leaves the summary bit of its word set.
 *
 * The frame is free in the bitmap, but an allocation that trusts the summary never looks there again.
 */
import { defineAllocator } from "allocheck";
import { TwoLevelBitmap } from "./two-level-bitmap.js";

class StaleSummary extends TwoLevelBitmap {
  protected override give(frame: number): void {
    const word = Math.floor(frame / 4);
    this.words[word]! &= ~(1 << (frame % 4));
  }

  /** Its author never thought of an audit, so the answers must show it. */
  override audit(): null {
    return null;
  }
}

export default defineAllocator({
  name: "two-level-bitmap-stale-summary",
  make: ({ frames }) => new StaleSummary(frames),
});
