/** What is wrong with the arguments of a command, looked at before anything else. */
import { reasons } from "../../model/words/reasons.js";

const NOTHING = 0;

/** Why a range is none of the pool, of which there are `frames`; 0 when it is one. */
export function refuseRange(frames: number, start: number, count: number): number {
  if (count === 0) return reasons.EMPTY;
  if (start < 0 || start + count > frames) return reasons.OUT_OF_RANGE;
  return Number.isInteger(start) && Number.isInteger(count) ? NOTHING : reasons.MISALIGNED;
}

/** Why a block of no such shape can be meant; 0 when one can. */
export function refuseShape(count: number, align: number): number {
  if (count === 0) return reasons.EMPTY;
  return align > 0 && (align & (align - 1)) === 0 ? NOTHING : reasons.MISALIGNED;
}
