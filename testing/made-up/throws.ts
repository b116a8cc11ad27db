import type { Allocator } from "../../model/allocator.js";
import { FREE } from "../../model/vocabulary.js";
import { FirstFit, madeUp } from "./first-fit.js";

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
