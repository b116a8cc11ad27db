/**
 * The pool that grows with a fault: the last free range is made longer, wherever it ends.
 *
 * Where the end of the pool is handed out, the range then reaches over what is in use.
 */
import { GrowingRanges, growingRanges } from "./growing-ranges.js";

class Overlapping extends GrowingRanges {
  override grow(end: number): void {
    const last = this.free.at(-1);
    if (last === undefined) this.free.push({ start: this.end, end });
    else last.end = end;
    this.end = end;
  }
}

export default growingRanges("growing-ranges-overlap", Overlapping);
