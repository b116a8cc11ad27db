import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { Allocator } from "../../model/socket/allocator.js";
import { FREE } from "../../model/words/frames.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Reservations as memblock has them: reserve is a set union, release a set difference. */
class Union extends FirstFit {
  reserve(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++)
      if (this.holder[frame] === FREE) this.holder[frame] = owner;
    return 0;
  }

  release(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++)
      if (this.holder[frame] === owner) this.holder[frame] = FREE;
    return 0;
  }
}

class ForgetsLast extends Union {
  /** Joins a reservation to one that is there already, short of its last frame. */
  override reserve(start: number, count: number, owner: number): number {
    return super.reserve(start, this.holder[start] === FREE ? count : count - 1, owner);
  }
}

class ReleasesOthers extends Union {
  override release(start: number, count: number): number {
    for (let frame = start; frame < start + count; frame++) super.release(frame, 1, this.holder[frame]!);
    return 0;
  }
}

class Observed extends ForgetsLast implements Allocator {
  observe(frame: number): number {
    return this.holder[frame]!;
  }
}

const because = "reservations are a set";

export const SETS: Contract = {
  ...STRICT,
  id: "sets",
  promises: {
    "reserve/overlaps-reserved": { kind: "instead", effect: "reserve-the-free", because },
    "reserve/overlaps-allocated": { kind: "instead", effect: "reserve-the-free", because },
    "release/not-reserved": { kind: "instead", effect: "release-the-held", because },
    "release/foreign-owner": { kind: "instead", effect: "release-the-held", because },
  },
};

const more = { contract: SETS, offers: { reserve: true, release: true, alloc: true, free: true } } as const;

export const union = madeUp((scope) => new Union(scope), more);
export const unionForgetsLast = madeUp((scope) => new ForgetsLast(scope), more);
export const unionObserved = madeUp((scope) => new Observed(scope), more);
export const unionReleasesOthers = madeUp((scope) => new ReleasesOthers(scope), more);
