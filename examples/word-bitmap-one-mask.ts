/**
 * The bitmap in words with a fault: a run is cleared with the mask of its first word.
 *
 * Right for every run within a word, so for all four frames of a small pool. Across two words the frames in
 * the second stay taken for ever.
 */
import { defineAllocator } from "allocheck";
import { maskOf, WordBitmap } from "./word-bitmap.js";

class OneMask extends WordBitmap {
  protected override clear(start: number, count: number): void {
    this.words[start >>> 5]! &= ~(maskOf(count) << (start & 31));
  }
}

export default defineAllocator({
  name: "word-bitmap-one-mask",
  make: ({ frames }) => new OneMask(frames),
});
