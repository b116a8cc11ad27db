import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { FREE } from "../../model/words/frames.js";
import { FirstFit, firstFit, madeUp } from "./first-fit.js";

class ThrowsWhenFull extends FirstFit {
  override alloc(): number {
    if (!this.holder.includes(FREE)) throw new RangeError("out of frames");
    return super.alloc();
  }
}

class AuditThrows extends FirstFit implements Allocator {
  audit(): string | null {
    if (this.holder[0] !== FREE) throw new Error("frame 0 is gone");
    return null;
  }
}

export const throwsWhenFull = madeUp((scope) => new ThrowsWhenFull(scope));
export const auditThrows = madeUp((scope) => new AuditThrows(scope));

/** Throws one value, whatever it is, at every alloc. */
export function alwaysThrows(thrown: unknown): AllocatorDefinition {
  class Throws extends FirstFit {
    override alloc(): number {
      throw thrown;
    }
  }
  return madeUp((scope) => new Throws(scope));
}

/** Throws at every alloc of the first, the third, ... instance that is made. */
export function everyOtherThrows(): AllocatorDefinition {
  let made = 0;
  return madeUp((scope) => (made++ % 2 === 0 ? alwaysThrows("now and then") : firstFit).make(scope));
}

class AuditThrowsNothing extends FirstFit implements Allocator {
  audit(): string | null {
    throw undefined;
  }
}

export const auditThrowsNothing = madeUp((scope) => new AuditThrowsNothing(scope));
