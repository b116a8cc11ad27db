import { type Contract, STRICT } from "../../model/contracts/named.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Says yes to a reservation that overlaps another and does nothing; over allocated frames it refuses. */
class QuietReserve extends FirstFit {
  reserve(start: number, count: number, owner: number): number {
    const holders = this.holder.subarray(start, start + count);
    if (holders.includes(ALLOCATED)) return reasons.OVERLAPS_ALLOCATED;
    if (holders.every((holder) => holder === FREE)) holders.fill(owner);
    return 0;
  }
}

/** Looks for reservations first, and so says yes where allocated frames should have made it refuse. */
class HastyReserve extends QuietReserve {
  override reserve(start: number, count: number, owner: number): number {
    const holders = this.holder.subarray(start, start + count);
    if (holders.some((holder) => holder !== FREE && holder !== ALLOCATED)) return 0;
    return super.reserve(start, count, owner);
  }
}

export const QUIET: Contract = {
  ...STRICT,
  id: "quiet",
  promises: {
    "reserve/overlaps-reserved": { kind: "may-ignore", because: "whoever reserves twice meant it once" },
  },
};

const more = { contract: QUIET, offers: { reserve: true, alloc: true, free: true } } as const;

export const quietReserve = madeUp((scope) => new QuietReserve(scope), more);
export const hastyReserve = madeUp((scope) => new HastyReserve(scope), more);
