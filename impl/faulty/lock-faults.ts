/** Faulty versions of the bitmap behind a lock: each is one override, named after what it does. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { again } from "../../model/steps/accesses.js";
import type { Cell, Lock, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope, ScopeOptions } from "../../model/words/scope.js";
import { ALLOCATED, FREE, LockedBitmap, lockedBitmap, RESERVED } from "../several-cpus/locked-bitmap.js";
import { ACCEPTED, type Attempt, type Body } from "../several-cpus/stepped.js";
import { racing } from "./racing.js";

/** One frame shows what is counted wrongly. */
const ONE_FRAME: readonly ScopeOptions[] = [{ frames: 1, owners: 1, slices: 1, cpus: 2 }];

class LocksNothing extends LockedBitmap {
  protected override *locked(body: Body): Body {
    return yield* body;
  }
}

class ScansOutside extends LockedBitmap {
  /** Looks for a free frame before it locks, and marks it without a second look. */
  override *alloc(_: OnCpu): Body {
    const frame = yield* this.findFree();
    if (frame < 0) return frame;
    yield this.lock.lock();
    yield this.status.store(frame, ALLOCATED);
    yield this.lock.unlock();
    return frame;
  }
}

class CountsOutside extends LockedBitmap {
  /** Looks at the live slices before it locks: one may begin in between. */
  override *release(_: OnCpu, frame: number): Body {
    if ((yield this.pins.load(frame)) > 0) return yield* this.locked(this.giveBack(frame));
    return yield* this.locked(this.move(frame, RESERVED, FREE));
  }
}

class KeepsItsLock extends LockedBitmap {
  /** The path of a refusal returns without the line that unlocks. */
  override *release(_: OnCpu, frame: number): Body {
    yield this.lock.lock();
    const answer = yield* this.giveBack(frame);
    if (answer === ACCEPTED) yield this.lock.unlock();
    return answer;
  }
}

class ReleasesTwice extends LockedBitmap {
  /** Looks before it locks whether the frame is still to be released: so do two who both release it. */
  override *release(_: OnCpu, frame: number): Body {
    const refusal = yield* this.refuseRelease(frame);
    if (refusal !== ACCEPTED) return refusal;
    yield this.lock.lock();
    yield this.status.store(frame, FREE);
    yield this.lock.unlock();
    return ACCEPTED;
  }
}

class UnlocksBetween extends LockedBitmap {
  /** Two sections instead of one: what the first has seen is not so in the second. */
  override *borrow(_: OnCpu, frame: number): Body {
    yield this.lock.lock();
    const status = yield this.status.load(frame);
    yield this.lock.unlock();
    if (status !== RESERVED) return reasons.NOT_RESERVED;
    yield this.lock.lock();
    yield this.pins.add(frame, 1);
    yield this.lock.unlock();
    return ACCEPTED;
  }
}

class LocksInTwoOrders extends LockedBitmap {
  private readonly pinLock: Lock;

  constructor(scope: Scope, memory: SharedMemory) {
    super(scope, memory);
    this.pinLock = memory.lock("pin-lock");
  }

  /** Pins have a lock of their own, which is taken here after the other one, and elsewhere before. */
  protected override *pin(frame: number): Body {
    yield this.pinLock.lock();
    const answer = yield* super.pin(frame);
    yield this.pinLock.unlock();
    return answer;
  }

  override *release(on: OnCpu, frame: number): Body {
    yield this.pinLock.lock();
    const answer = yield* super.release(on, frame);
    yield this.pinLock.unlock();
    return answer;
  }
}

class UnlocksTwice extends LockedBitmap {
  /** The path of a refusal unlocks, and so does the line after it. */
  override *drop(_: OnCpu, frame: number): Body {
    yield this.lock.lock();
    const answer = yield* this.unpin(frame);
    if (answer !== ACCEPTED) yield this.lock.unlock();
    yield this.lock.unlock();
    return answer;
  }
}

class WaitsForRoom extends LockedBitmap {
  /** Where nothing is free it begins anew, until somebody frees something: nobody need do that. */
  override *alloc(_: OnCpu): Attempt {
    const frame = yield* this.locked(this.takeAny());
    return frame < 0 ? again() : frame;
  }
}

class LosesCount extends LockedBitmap {
  private readonly used: Cell;

  constructor(scope: Scope, memory: SharedMemory) {
    super(scope, memory);
    this.used = memory.cell("used", { bits: 7 });
  }

  protected override *takeAny(): Body {
    if ((yield this.used.load()) >= this.scope.frames) return reasons.EXHAUSTED;
    return yield* super.takeAny();
  }

  override *alloc(_: OnCpu): Body {
    const frame = yield* this.locked(this.takeAny());
    if (frame >= 0) yield* this.count(1);
    return frame;
  }

  override free(on: OnCpu, frame: number): Body {
    return this.counted(super.free(on, frame), -1);
  }

  override reserve(on: OnCpu, frame: number): Body {
    return this.counted(super.reserve(on, frame), 1);
  }

  override release(on: OnCpu, frame: number): Body {
    return this.counted(super.release(on, frame), -1);
  }

  private *counted(body: Body, by: number): Body {
    const answer = yield* body;
    if (answer === ACCEPTED) yield* this.count(by);
    return answer;
  }

  /** Counts behind the lock that was given back: of two that do so at once, one is lost. */
  private *count(by: number): Body {
    const used = yield this.used.load();
    yield this.used.store(used + by);
    return ACCEPTED;
  }
}

class ExplainsLate extends LockedBitmap {
  /** Looks once more, without the lock, for the reason to refuse: by then the frame may be somebody's. */
  override *free(_: OnCpu, frame: number): Body {
    const answer = yield* this.locked(this.move(frame, ALLOCATED, FREE));
    if (answer === ACCEPTED) return answer;
    return (yield this.status.load(frame)) === FREE ? reasons.ALREADY_FREE : reasons.RESERVED;
  }
}

/** Of the bitmap behind a lock. */
export const LOCK_FAULTS: readonly AllocatorDefinition[] = [
  racing(lockedBitmap, "locks-nothing", "takes no lock", (...given) => new LocksNothing(...given)),
  racing(
    lockedBitmap,
    "scans-outside",
    "looks for a free frame before it locks",
    (...given) => new ScansOutside(...given),
  ),
  racing(
    lockedBitmap,
    "counts-outside",
    "looks at the live slices before it locks",
    (...given) => new CountsOutside(...given),
  ),
  racing(
    lockedBitmap,
    "keeps-its-lock",
    "does not unlock where it refuses a release",
    (...given) => new KeepsItsLock(...given),
  ),
  racing(
    lockedBitmap,
    "releases-twice",
    "looks before it locks whether a release is legal",
    (...given) => new ReleasesTwice(...given),
  ),
  racing(
    lockedBitmap,
    "unlocks-between",
    "borrows in two sections instead of one",
    (...given) => new UnlocksBetween(...given),
  ),
  racing(
    lockedBitmap,
    "locks-in-two-orders",
    "takes its two locks in one order here and in the other there",
    (...given) => new LocksInTwoOrders(...given),
    ONE_FRAME,
  ),
  racing(
    lockedBitmap,
    "unlocks-twice",
    "unlocks where it refuses a drop, and once more",
    (...given) => new UnlocksTwice(...given),
    ONE_FRAME,
  ),
  racing(
    lockedBitmap,
    "waits-for-room",
    "begins anew for as long as nothing is free",
    (...given) => new WaitsForRoom(...given),
    ONE_FRAME,
  ),
  racing(
    lockedBitmap,
    "loses-count",
    "counts what is taken after it has unlocked",
    (...given) => new LosesCount(...given),
    ONE_FRAME,
  ),
  racing(
    lockedBitmap,
    "explains-late",
    "looks for the reason of a refusal after it has unlocked",
    (...given) => new ExplainsLate(...given),
    ONE_FRAME,
  ),
];
