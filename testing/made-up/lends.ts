import { Bitmap, bitmap } from "../../impl/bitmap.js";
import type { AllocatorDefinition } from "../../model/allocator.js";
import { type Contract, STRICT } from "../../model/contracts.js";
import { reasons } from "../../model/vocabulary.js";

/** Never lends, so it never shows whether it would guard what it lent. */
class LendsNothing extends Bitmap {
  override borrow(): number {
    return reasons.REFUSED;
  }
}

/** Lends one slice at a time. */
class LendsOne extends Bitmap {
  override borrow(start: number, count: number): number {
    return this.slices.ranges().next().done ? super.borrow(start, count) : reasons.REFUSED;
  }
}

/** Refuses a borrow for a reason that is not there. */
class LendsWithExcuses extends Bitmap {
  override borrow(start: number, count: number): number {
    return super.borrow(start, count) === 0 ? reasons.NOT_RESERVED : reasons.REFUSED;
  }
}

export const MAY_REFUSE_BORROW: Contract = {
  ...STRICT,
  id: "may-refuse-borrow",
  mayRefuse: { borrow: "there may be no room to note one more slice" },
};

const lends = (name: string, make: AllocatorDefinition["make"]): AllocatorDefinition => ({
  ...bitmap,
  name,
  contract: MAY_REFUSE_BORROW,
  make,
});

export const lendsNothing = lends("lends-nothing", (scope) => new LendsNothing(scope));
export const lendsOne = lends("lends-one", (scope) => new LendsOne(scope));
export const lendsWithExcuses = lends("lends-with-excuses", (scope) => new LendsWithExcuses(scope));
