import type { Allocator } from "../../model/socket/allocator.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Leaves the last frame it looked at in a byte that nothing reads, on a refusal too. */
class Scratch extends FirstFit {
  override free(frame: number): number {
    this.extra[0] = frame + 1;
    return super.free(frame);
  }
}

class Scrubbed extends Scratch implements Allocator {
  scrub(): void {
    this.extra[0] = 0;
  }
}

export const scratch = madeUp((scope) => new Scratch(scope, 1));
export const scratchScrubbed = madeUp((scope) => new Scrubbed(scope, 1));
