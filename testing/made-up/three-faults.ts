import { Bitmap, bitmap } from "../../impl/frames/bitmap.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";

/** Releases whatever is reserved, and frees whatever is held. */
class ThreeFaults extends Bitmap {
  protected override refuseRelease(start: number, count: number): number {
    for (let frame = start; frame < start + count; frame++)
      if (this.holder[frame] === FREE || this.holder[frame] === ALLOCATED) return reasons.NOT_RESERVED;
    return 0;
  }

  protected override refuseFree(frame: number): number {
    return this.holder[frame] === FREE ? reasons.ALREADY_FREE : 0;
  }
}

export const threeFaults: AllocatorDefinition = {
  ...bitmap,
  name: "three-faults",
  class: "faulty",
  make: (scope) => new ThreeFaults(scope),
};
