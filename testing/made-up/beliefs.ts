/** Allocators that answer rightly and believe wrongly: what they observe, count or audit is off. */
import type { Allocator } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE, TAKEN, UNKNOWN } from "../../model/words/frames.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Believes the last frame free whatever became of it. */
class WrongBelief extends FirstFit implements Allocator {
  observe(frame: number): number {
    return frame === this.holder.length - 1 ? FREE : this.holder[frame]!;
  }
}

/** Believes frame 0 taken from the start, before anybody took it. */
class LiesAtFirst extends FirstFit implements Allocator {
  observe(frame: number): number {
    return frame === 0 ? TAKEN : UNKNOWN;
  }
}

/** Says no more than whether a frame is taken, and of the last one nothing at all. */
class SaysLittle extends FirstFit implements Allocator {
  observe(frame: number): number {
    if (frame === this.holder.length - 1) return UNKNOWN;
    return this.holder[frame] === FREE ? FREE : TAKEN;
  }
}

/** Counts frames handed out, and forgets to count the ones that come back. */
class WrongCount extends FirstFit implements Allocator {
  override alloc(): number {
    const frame = super.alloc();
    if (frame >= 0) this.extra[0]!++;
    return frame;
  }

  counts() {
    return { allocated: this.extra[0]! };
  }
}

class RightCount extends FirstFit implements Allocator {
  counts() {
    const allocated = this.holder.filter((holder) => holder === ALLOCATED).length;
    return { free: this.holder.length - allocated, allocated, reserved: 0 };
  }
}

/** Its own invariant does not stand frame 1 handed out. */
class FailsAudit extends FirstFit implements Allocator {
  audit(): string | null {
    return this.holder[1] === ALLOCATED ? "frame 1 is gone" : null;
  }
}

export const wrongBelief = madeUp((scope) => new WrongBelief(scope));
export const liesAtFirst = madeUp((scope) => new LiesAtFirst(scope));
export const saysLittle = madeUp((scope) => new SaysLittle(scope));
export const wrongCount = madeUp((scope) => new WrongCount(scope, 1));
export const rightCount = madeUp((scope) => new RightCount(scope));
export const failsAudit = madeUp((scope) => new FailsAudit(scope));
