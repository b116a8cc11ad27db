/** Faulty versions of the list behind caches: each is one override, named after what it does. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import { CachedList, cachedList, TAKEN } from "../several-cpus/cached-list.js";
import { ACCEPTED, type Attempt, type Body } from "../several-cpus/stepped.js";
import { racing } from "./racing.js";

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

class DrainsStale extends CachedList {
  /** Makes room in its cache: which list the frame in it belongs to it looks up before it locks. */
  override *free({ cpu }: OnCpu, frame: number): Body {
    const cached = yield this.cache.load(cpu);
    if (cached === 0) {
      if ((yield this.cache.cas(cpu, 0, frame + 1)) === 1) return ACCEPTED;
      return yield* this.locked(this.put(frame));
    }
    const listed = yield this.list.load(cached - 1);
    yield this.cache.store(cpu, frame + 1);
    return listed === TAKEN ? yield* this.locked(this.put(cached - 1)) : ACCEPTED;
  }

  /** What is neither on the list nor in a cache may be on its way. */
  protected override *take(frame: number, to: number): Body {
    const answer = yield* super.take(frame, to);
    return answer === reasons.OVERLAPS_ALLOCATED ? reasons.REFUSED : answer;
  }
}

/** Of the list behind caches. */
export const CACHE_FAULTS: readonly AllocatorDefinition[] = [
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
  racing(
    cachedList,
    "drains-stale",
    "puts what was in its cache on the list that it was for",
    (...given) => new DrainsStale(...given),
  ),
];
