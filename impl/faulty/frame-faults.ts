/** Faulty versions of those that answer for what frames hold, for edges, and for claims that overlap. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, CONTENTS, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { Bitmap, bitmap } from "../frames/bitmap.js";
import { Claims, claims } from "../frames/claims.js";
import { Edges, edges } from "../frames/edges.js";
import { Zeroing, zeroing } from "../provenance/zeroing.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

class ReleasesWhole extends Bitmap {
  /** Knows where the reservation ends and not what of it was named. */
  override release(start: number, count: number, owner: number): number {
    const answer = super.release(start, count, owner);
    if (answer === ACCEPTED)
      for (let frame = start + count; this.holder[frame] === owner; frame++) this.holder[frame] = FREE;
    return answer;
  }
}

class LosesTheRest extends Bitmap {
  /** What is left behind the released part is thought to be somebody's allocation. */
  override release(start: number, count: number, owner: number): number {
    const answer = super.release(start, count, owner);
    if (answer === ACCEPTED)
      for (let frame = start + count; this.holder[frame] === owner; frame++) this.holder[frame] = ALLOCATED;
    return answer;
  }
}

class ReservesOver extends Bitmap {
  /** Takes frames out for the new owner, whoever has them. */
  protected override refuseReserve(start: number, count: number): number {
    const refusal = super.refuseReserve(start, count);
    return refusal === reasons.OVERLAPS_RESERVED ? ACCEPTED : refusal;
  }
}

class LoadsOver extends Zeroing {
  override loadRange(start: number, count: number): number {
    const answer = super.loadRange(start, count);
    if (answer !== reasons.LIVE_SLICE) return answer;
    this.contents.fill(CONTENTS.KEPT, start, start + count);
    return ACCEPTED;
  }
}

class ForgetsToZero extends Zeroing {
  protected override zero(): void {}
}

class PoisonsEarly extends Zeroing {
  /** Overwrites the image as soon as it is read, whoever else still reads it. */
  override poisonRange(start: number, count: number): number {
    const answer = super.poisonRange(start, count);
    if (answer !== reasons.LIVE_SLICE) return answer;
    this.contents.fill(CONTENTS.POISONED, start, start + count);
    return ACCEPTED;
  }
}

class PoisonsAtDrop extends Zeroing {
  /** Whoever is done with an image is thought to have been the last. */
  override drop(start: number, count: number): number {
    const answer = super.drop(start, count);
    if (answer === ACCEPTED && this.slices.overlap(start, count))
      this.contents.fill(CONTENTS.POISONED, start, start + count);
    return answer;
  }
}

class FreesProtected extends Zeroing {
  protected override isSpared(): boolean {
    return false;
  }
}

class ZeroesProtected extends Zeroing {
  /** Keeps what is protected from being handed out, and clears it with all the rest. */
  override release(start: number, count: number, owner: number): number {
    const answer = super.release(start, count, owner);
    if (answer === ACCEPTED) this.contents.fill(CONTENTS.POISONED, start, start + count);
    return answer;
  }
}

class RoundsOutward extends Edges {
  /** Gives back every frame that holds a unit of the range, the neighbour's as well. */
  override release(start: number, count: number, owner: number): number {
    const answer = super.release(start, count, owner);
    if (answer !== ACCEPTED) return answer;
    const [first] = this.unitsOfFrame(Math.floor(start / this.units));
    const [, end] = this.unitsOfFrame(Math.floor((start + count - 1) / this.units));
    this.holder.fill(FREE, first, end);
    return ACCEPTED;
  }
}

class RoundsInward extends Edges {
  /** Gives back only frames that lie in the range whole; the units at its edges are lost. */
  override release(start: number, count: number, owner: number): number {
    const refusal = this.refuseRelease(start, count, owner);
    if (refusal !== ACCEPTED) return refusal;
    const first = Math.ceil(start / this.units) * this.units;
    const end = Math.floor((start + count) / this.units) * this.units;
    if (first < end) this.holder.fill(FREE, first, end);
    return ACCEPTED;
  }
}

class Unites extends Claims {
  /** Overlapping reservations are one, so the first release ends it for all. */
  protected override without(marks: number, owner: number): number {
    return super.without(marks, owner) === marks ? marks : FREE;
  }
}

export const FRAME_FAULTS: readonly AllocatorDefinition[] = [
  faulty(
    bitmap,
    "releases-whole",
    "releases a reservation to its end when a part of it is released",
    (scope) => new ReleasesWhole(scope),
  ),
  faulty(
    bitmap,
    "loses-the-rest",
    "never releases the rest of a reservation of which a part was released",
    (scope) => new LosesTheRest(scope),
  ),
  faulty(
    bitmap,
    "reserves-over",
    "reserves frames that another has reserved",
    (scope) => new ReservesOver(scope),
  ),
  faulty(zeroing, "loads-over", "writes to frames under a slice", (scope) => new LoadsOver(scope)),
  faulty(
    zeroing,
    "forgets-to-zero",
    "hands out frames with what they held before",
    (scope) => new ForgetsToZero(scope),
  ),
  faulty(
    zeroing,
    "poisons-early",
    "poisons frames that are still read through a slice",
    (scope) => new PoisonsEarly(scope),
  ),
  faulty(
    zeroing,
    "poisons-at-drop",
    "poisons what one slice is dropped of while another slice still covers it",
    (scope) => new PoisonsAtDrop(scope),
  ),
  faulty(
    zeroing,
    "frees-protected",
    "releases protected frames with the range around them",
    (scope) => new FreesProtected(scope),
  ),
  faulty(
    zeroing,
    "clears-protected",
    "overwrites protected frames when the range around them is released",
    (scope) => new ZeroesProtected(scope),
  ),
  faulty(
    edges,
    "round-outward",
    "releases the neighbour's part of a frame at the edge",
    (scope) => new RoundsOutward(scope),
  ),
  faulty(
    edges,
    "round-inward",
    "loses the parts of frames at the edges of what is released",
    (scope) => new RoundsInward(scope),
  ),
  faulty(
    claims,
    "unite",
    "releases a frame for every owner when one of them does",
    (scope) => new Unites(scope),
  ),
];
