/** Faulty versions of the lender: each overrides one method, and is named after what it then does. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import { Lender, lender } from "../provenance/lender.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

class DerivesBeyond extends Lender {
  /** Looks where a sub-slice begins and never where it ends, as unchecked arithmetic on lengths does. */
  override deriveSlice(fromStart: number, fromCount: number, start: number, count: number): number {
    // Where there is no room the longer one cannot be had: then it does as it should.
    if (this.slices.full) return super.deriveSlice(fromStart, fromCount, start, count);
    return super.deriveSlice(fromStart, fromCount, start, 1) === ACCEPTED
      ? this.longer(start, count)
      : super.deriveSlice(fromStart, fromCount, start, count);
  }

  private longer(start: number, count: number): number {
    this.slices.remove(start, 1);
    this.slices.add(start, count);
    return ACCEPTED;
  }
}

class EndsParts extends Lender {
  /** A sub-slice is thought to end with what it was taken from. */
  override drop(start: number, count: number): number {
    const answer = super.drop(start, count);
    if (answer !== ACCEPTED) return answer;
    for (const slice of [...this.slices.ranges()])
      if (slice.start >= start && slice.start + slice.count <= start + count)
        this.slices.remove(slice.start, slice.count);
    return ACCEPTED;
  }
}

class ForgetsStashes extends Lender {
  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    return refusal === reasons.STASHED ? ACCEPTED : refusal;
  }
}

class EndsStashes extends Lender {
  /** The end of the call takes the stashed slices along. */
  override endCall(): number {
    this.stashed.clear();
    return super.endCall();
  }
}

class ForgetsLeaks extends Lender {
  /** What nobody will ever name again is thought to be gone. */
  override leakSlice(start: number, count: number): number {
    return this.slices.remove(start, count) ? ACCEPTED : reasons.NO_SUCH_SLICE;
  }
}

class TakesInsertsForCopies extends Lender {
  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    return refusal === reasons.INSERTED ? ACCEPTED : refusal;
  }
}

class TakesCopiesForSlices extends Lender {
  /** Notes a copy as if the reservation still had to live for it. */
  override copyOut(start: number, count: number): number {
    const answer = super.copyOut(start, count);
    if (answer === ACCEPTED) this.leaked.fill(1, start, start + count);
    return answer;
  }
}

class KeepsBorrows extends Lender {
  /** An early return passes the drops by, as an error path does. */
  override endCall(): number {
    return ACCEPTED;
  }
}

class LendsWhatIsFree extends Lender {
  /** Makes a slice of any bytes there are, as from a pointer and a length. */
  protected override refuseBorrow(start: number, count: number): number {
    const refusal = super.refuseBorrow(start, count);
    return refusal === reasons.NOT_RESERVED ? ACCEPTED : refusal;
  }
}

export const LENDER_FAULTS: readonly AllocatorDefinition[] = [
  faulty(
    lender,
    "derives-beyond",
    "takes a sub-slice that is longer than its parent",
    (scope) => new DerivesBeyond(scope),
  ),
  faulty(lender, "ends-parts", "ends sub-slices with their parent", (scope) => new EndsParts(scope)),
  faulty(
    lender,
    "forgets-stashes",
    "releases what a stashed slice still covers",
    (scope) => new ForgetsStashes(scope),
  ),
  faulty(lender, "ends-stashes", "ends what is stashed with the call", (scope) => new EndsStashes(scope)),
  faulty(lender, "forgets-leaks", "releases what was leaked", (scope) => new ForgetsLeaks(scope)),
  faulty(
    lender,
    "takes-inserts-for-copies",
    "releases what a file shows without a copy",
    (scope) => new TakesInsertsForCopies(scope),
  ),
  faulty(
    lender,
    "takes-copies-for-slices",
    "never releases what was copied out",
    (scope) => new TakesCopiesForSlices(scope),
  ),
  faulty(
    lender,
    "keeps-borrows",
    "does not end the slices of a call that returns early",
    (scope) => new KeepsBorrows(scope),
  ),
  faulty(
    lender,
    "lends-what-is-free",
    "lends frames that nothing keeps from being handed out",
    (scope) => new LendsWhatIsFree(scope),
  ),
];
