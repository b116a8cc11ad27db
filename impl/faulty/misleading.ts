/** Faulty versions that keep their frames well and say something else. Each overrides one method. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { BootBitmap, bootBitmap } from "../blocks/boot-bitmap.js";
import { Pages, pages } from "../blocks/pages.js";
import { Bitmap, bitmap } from "../frames/bitmap.js";
import { faulty } from "./version.js";

class KeepsTheLastFrame extends Bitmap {
  /** A reserve for emergencies that nobody was told of. */
  protected override lowestFree(): number {
    const free = this.holder.filter((holder) => holder === FREE).length;
    return free > 1 ? super.lowestFree() : this.holder.length;
  }
}

class BlamesTheOwner extends Bitmap {
  /** Whoever is not the owner must be somebody else. */
  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    return refusal === reasons.NOT_RESERVED ? reasons.FOREIGN_OWNER : refusal;
  }
}

class ShowsReservedAsFree extends Bitmap {
  /** Free is what nobody has allocated. */
  override observe(frame: number): number {
    return this.holder[frame] === ALLOCATED ? ALLOCATED : FREE;
  }
}

class MiscountsReserved extends BootBitmap {
  /** The pool, whatever is reserved of it. */
  override mem_total_count(): number {
    return this.state.length - 1;
  }
}

class AllocsFromTheTop extends Pages {
  /** Last fit. */
  override allocBlock(count: number, align: number): number {
    for (let first = this.status.length - count; first >= 0 && count > 0; first--)
      if (this.status.subarray(first, first + count).every((status) => status === FREE))
        return this.take(first, count);
    return super.allocBlock(count, align);
  }
}

export const MISLEADING: readonly AllocatorDefinition[] = [
  faulty(
    bitmap,
    "keeps-the-last-frame",
    "says that it is exhausted with one frame left",
    (scope) => new KeepsTheLastFrame(scope),
  ),
  faulty(
    bitmap,
    "blames-the-owner",
    "refuses a release of what nobody reserved as if another owner had",
    (scope) => new BlamesTheOwner(scope),
  ),
  faulty(
    bitmap,
    "shows-reserved-as-free",
    "shows a frame as free as long as it is not allocated",
    (scope) => new ShowsReservedAsFree(scope),
  ),
  faulty(
    bootBitmap,
    "miscounts-reserved",
    "counts no frame as reserved",
    (scope) => new MiscountsReserved(scope),
  ),
  faulty(
    pages,
    "allocs-from-the-top",
    "hands out the highest place that will do, against its promise",
    (scope) => new AllocsFromTheTop(scope),
  ),
];
