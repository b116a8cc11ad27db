/** Faulty versions of the allocators with a lock: each is one override, named after what it does. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import { CachedList, cachedList } from "../several-cpus/cached-list.js";
import { ALLOCATED, FREE, LockedBitmap, lockedBitmap, RESERVED } from "../several-cpus/locked-bitmap.js";
import { ACCEPTED, type Attempt, type Body } from "../several-cpus/stepped.js";
import { racing } from "./racing.js";

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

class HandsOutTwice extends CachedList {
  /** Looks into the cache and takes what is there, but does not swap: two may have looked. */
  override *alloc({ cpu }: OnCpu): Attempt {
    const cached = yield this.cache.load(cpu);
    if (cached === 0) return yield* this.locked(this.takeAny(cpu));
    yield this.cache.store(cpu, 0);
    return cached - 1;
  }
}

class KeepsReserved extends CachedList {
  /** Finds the frame in a cache, and leaves it there: the CPU of the cache hands it out all the same. */
  protected override *drain(frame: number): Body {
    for (let cpu = 0; cpu < this.cache.count; cpu++)
      if ((yield this.cache.load(cpu)) === frame + 1) return ACCEPTED;
    return reasons.REFUSED;
  }
}

class KeepsCached extends CachedList {
  /** Looks at the list alone: a frame in another cache is lost to whoever wants it. */
  protected override *drain(_: number): Body {
    yield this.list.load(0);
    return reasons.REFUSED;
  }
}

/** Of the bitmap behind a lock, and of the list behind caches. */
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
    cachedList,
    "hands-out-twice",
    "takes from its cache without a swap",
    (...given) => new HandsOutTwice(...given),
  ),
  racing(
    cachedList,
    "keeps-reserved",
    "leaves in the cache what is reserved",
    (...given) => new KeepsReserved(...given),
  ),
  racing(
    cachedList,
    "keeps-cached",
    "does not look into caches for what is to be reserved",
    (...given) => new KeepsCached(...given),
  ),
];
