import { Bitmap, bitmap } from "../../impl/frames/bitmap.js";
import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";

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

/** Notes every slice asked for, and takes back the note of one that cannot be lent without a word. */
class LendsQuietly extends Bitmap {
  override borrow(start: number, count: number): number {
    this.slices.add(start, count);
    this.slices.remove(start, count);
    const answer = super.borrow(start, count);
    return answer === reasons.NOT_RESERVED ? 0 : answer;
  }
}

export const MAY_LEND_NOTHING: Contract = {
  ...STRICT,
  id: "may-lend-nothing",
  promises: {
    "borrow/not-reserved": { kind: "may-ignore", because: "whoever borrows free frames gets what is there" },
  },
};

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
export const lendsQuietly: AllocatorDefinition = {
  ...lends("lends-quietly", (scope) => new LendsQuietly(scope)),
  contract: MAY_LEND_NOTHING,
};
