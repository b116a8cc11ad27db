import { type Contract, STRICT } from "../../model/contracts/named.js";
import { FREE } from "../../model/words/frames.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Frees whatever it is told to, like an allocator whose callers are trusted. */
class BlindFree extends FirstFit {
  reserve(start: number, count: number, owner: number): number {
    if (!this.holder.subarray(start, start + count).every((holder) => holder === FREE)) return -1;
    this.holder.fill(owner, start, start + count);
    return 0;
  }

  override free(frame: number): number {
    this.holder[frame] = FREE;
    return 0;
  }
}

const because = "the caller has the frame from alloc";

export const TRUSTED: Contract = {
  ...STRICT,
  id: "trusted",
  promises: {
    "free/already-free": { kind: "precondition", because },
    "free/reserved": { kind: "precondition", because },
  },
};

export const blindFree = madeUp((scope) => new BlindFree(scope), {
  contract: TRUSTED,
  offers: { reserve: true, alloc: true, free: true },
});
