/** Faulty versions of the bitmap: each overrides one method, and is named after what it then does. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { Bitmap, bitmap } from "../frames/bitmap.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

class IgnoresSlices extends Bitmap {
  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    return refusal === reasons.LIVE_SLICE ? ACCEPTED : refusal;
  }
}

class PinsOnce extends Bitmap {
  /** A pin that is a flag: the second slice of a range leaves no trace, the first drop ends both. */
  override borrow(start: number, count: number): number {
    for (const slice of this.slices.ranges())
      if (slice.start === start && slice.count === count) return ACCEPTED;
    return super.borrow(start, count);
  }
}

class IgnoresOwner extends Bitmap {
  protected override refuseRelease(start: number, count: number): number {
    return super.refuseRelease(start, count, this.holder[start]!);
  }
}

class ChecksFirstFrame extends Bitmap {
  protected override refuseRelease(start: number, _count: number, owner: number): number {
    return super.refuseRelease(start, 1, owner);
  }
}

class BorrowsAcrossOwners extends Bitmap {
  protected override refuseBorrow(start: number, count: number): number {
    for (let frame = start; frame < start + count; frame++)
      if (this.holder[frame] === FREE || this.holder[frame] === ALLOCATED) return reasons.NOT_RESERVED;
    return this.slices.full ? super.refuseBorrow(start, count) : ACCEPTED;
  }
}

class FreesReserved extends Bitmap {
  protected override refuseFree(frame: number): number {
    return this.holder[frame] === FREE ? reasons.ALREADY_FREE : ACCEPTED;
  }
}

class FreesTwice extends Bitmap {
  protected override refuseFree(frame: number): number {
    const holder = this.holder[frame];
    return holder === FREE || holder === ALLOCATED ? ACCEPTED : reasons.RESERVED;
  }
}

class RefusesHalfway extends Bitmap {
  /** Acts while it decides: the frames before the one that is taken stay marked. */
  override reserve(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++) {
      const refusal = this.refuseReserve(frame, 1);
      if (refusal !== ACCEPTED) return refusal;
      this.holder[frame] = owner;
    }
    return ACCEPTED;
  }
}

class AllocsReserved extends Bitmap {
  /** Knows when it is full, and not what a free frame is. */
  protected override lowestFree(): number {
    const none = super.lowestFree() === this.holder.length;
    return none ? this.holder.length : this.holder.findIndex((holder) => holder !== ALLOCATED);
  }
}

class ReservesTwice extends Bitmap {
  protected override refuseReserve(start: number, count: number): number {
    const taken = this.holder.subarray(start, start + count).includes(ALLOCATED);
    return taken ? super.refuseReserve(start, count) : ACCEPTED;
  }
}

class ReservesAllocated extends Bitmap {
  protected override refuseReserve(start: number, count: number): number {
    const reserved = this.holder.subarray(start, start + count).some(isOwner);
    return reserved ? reasons.OVERLAPS_RESERVED : ACCEPTED;
  }
}

class ReleasesUnreserved extends Bitmap {
  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    return refusal === reasons.NOT_RESERVED ? ACCEPTED : refusal;
  }
}

class BorrowsUnreserved extends Bitmap {
  protected override refuseBorrow(start: number, count: number): number {
    const refusal = super.refuseBorrow(start, count);
    return refusal === reasons.NOT_RESERVED && !this.slices.full ? ACCEPTED : refusal;
  }
}

class DropsByStart extends Bitmap {
  /** Ends the first slice that begins there, however long it is. */
  override drop(start: number, count: number): number {
    if (this.slices.remove(start, count)) return ACCEPTED;
    const other = [...this.slices.ranges()].find((slice) => slice.start === start);
    return super.drop(start, other?.count ?? count);
  }
}

class NeverRunsOut extends Bitmap {
  /** The last frame is handed out again and again. */
  protected override lowestFree(): number {
    return Math.min(super.lowestFree(), this.holder.length - 1);
  }
}

function isOwner(holder: number): boolean {
  return holder !== FREE && holder !== ALLOCATED;
}

export const BITMAP_FAULTS: readonly AllocatorDefinition[] = [
  faulty(
    bitmap,
    "ignores-slices",
    "releases a range while a live slice overlaps it",
    (scope) => new IgnoresSlices(scope),
  ),
  faulty(
    bitmap,
    "pins-once",
    "keeps a flag where slices of one range must be counted",
    (scope) => new PinsOnce(scope),
  ),
  faulty(bitmap, "ignores-owner", "releases what another owner reserved", (scope) => new IgnoresOwner(scope)),
  faulty(
    bitmap,
    "checks-first-frame",
    "looks only at the first frame before it releases a range",
    (scope) => new ChecksFirstFrame(scope),
  ),
  faulty(
    bitmap,
    "borrows-across-owners",
    "lends one slice over the frames of two owners",
    (scope) => new BorrowsAcrossOwners(scope),
  ),
  faulty(bitmap, "frees-reserved", "frees a reserved frame", (scope) => new FreesReserved(scope)),
  faulty(bitmap, "frees-twice", "accepts a double free", (scope) => new FreesTwice(scope)),
  faulty(
    bitmap,
    "refuses-halfway",
    "refuses a reservation after it marked part of it",
    (scope) => new RefusesHalfway(scope),
  ),
  faulty(
    bitmap,
    "allocs-reserved",
    "hands out a frame that is reserved",
    (scope) => new AllocsReserved(scope),
  ),
  faulty(bitmap, "reserves-twice", "reserves what is reserved already", (scope) => new ReservesTwice(scope)),
  faulty(
    bitmap,
    "reserves-allocated",
    "reserves what somebody has allocated",
    (scope) => new ReservesAllocated(scope),
  ),
  faulty(
    bitmap,
    "releases-unreserved",
    "releases what nobody has reserved",
    (scope) => new ReleasesUnreserved(scope),
  ),
  faulty(
    bitmap,
    "borrows-unreserved",
    "lends out frames that nobody has reserved",
    (scope) => new BorrowsUnreserved(scope),
  ),
  faulty(
    bitmap,
    "drops-by-start",
    "ends a slice that begins there but is longer or shorter",
    (scope) => new DropsByStart(scope),
  ),
  faulty(
    bitmap,
    "never-runs-out",
    "hands out the last frame once more when none is free",
    (scope) => new NeverRunsOut(scope),
  ),
];
