/** Allocators whose bytes do not decide everything they do. */
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Counts its calls where no snapshot sees it, and from the fifth on refuses to free. */
class HiddenCounter extends FirstFit {
  private calls = 0;

  override alloc(): number {
    this.calls++;
    return super.alloc();
  }

  override free(frame: number): number {
    return ++this.calls >= 5 ? reasons.REFUSED : super.free(frame);
  }
}

/** Accepts a double free, unless an audit has left its mark since the bytes were last restored. */
class AuditWrites extends FirstFit implements Allocator {
  override free(frame: number): number {
    const answer = super.free(frame);
    return this.extra[0] === 0 && answer === reasons.ALREADY_FREE ? 0 : answer;
  }

  audit(): string | null {
    this.extra[0] = 1;
    return null;
  }
}

class EveryOther extends FirstFit {
  wrong = false;

  override alloc(): number {
    return this.wrong ? reasons.REFUSED : super.alloc();
  }
}

/** A counter that all instances share: the first, the third, ... cannot alloc. */
export function sharedCounter(): AllocatorDefinition {
  let made = 0;
  return madeUp((scope) => {
    const allocator = new EveryOther(scope);
    allocator.wrong = made++ % 2 === 0;
    return allocator;
  });
}

export const hiddenCounter = madeUp((scope) => new HiddenCounter(scope));
export const auditWrites = madeUp((scope) => new AuditWrites(scope, 1));
