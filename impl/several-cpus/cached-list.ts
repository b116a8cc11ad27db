/**
 * For each CPU a cache of one frame, in front of a list behind a lock. What is not on the list is looked for
 * in the caches, those of other CPUs as well: a frame in a cache is free, and whoever wants it can have it.
 */
import { again } from "../../model/steps/accesses.js";
import type { Cells, Lock, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import { boundIn, type Scope } from "../../model/words/scope.js";
import {
  ACCEPTED,
  type Attempt,
  type Body,
  begunAs,
  type FrameCommands,
  framesOf,
  ofSeveralCpus,
} from "./stepped.js";

/** A frame that is nobody's and on the list; one in a cache is not on the list. */
const LISTED = 0;
export const TAKEN = 1;
const RESERVED = 2;

/** A hole is taken for ever: nobody was given it, and so nobody gives it back. */
const BEGUN = { free: LISTED, reserved: RESERVED, hole: TAKEN };

/** An empty cache; else it holds its frame and one more. */
const EMPTY = 0;

export class CachedList implements FrameCommands {
  protected readonly cache: Cells;
  protected readonly list: Cells;
  protected readonly lock: Lock;

  constructor(
    protected readonly scope: Scope,
    memory: SharedMemory,
  ) {
    this.cache = memory.cells("cache", boundIn(scope, "cpus"), { bits: 7 });
    const begun = begunAs(scope);
    const initial = (frame: number) => BEGUN[begun[frame] ?? "free"];
    this.list = memory.cells("list", scope.frames, { bits: 2, initial });
    this.lock = memory.lock("lock");
  }

  *alloc({ cpu }: OnCpu): Attempt {
    const cached = yield this.cache.load(cpu);
    if (cached === EMPTY) return yield* this.locked(this.takeAny(cpu));
    return (yield this.cache.cas(cpu, cached, EMPTY)) === 1 ? cached - 1 : again();
  }

  *free({ cpu }: OnCpu, frame: number): Body {
    if ((yield this.cache.cas(cpu, EMPTY, frame + 1)) === 1) return ACCEPTED;
    return yield* this.locked(this.put(frame));
  }

  reserve(_: OnCpu, frame: number): Body {
    return this.locked(this.take(frame, RESERVED));
  }

  release(_: OnCpu, frame: number): Body {
    return this.locked(this.put(frame));
  }

  protected *locked(body: Body): Body {
    yield this.lock.lock();
    const answer = yield* body;
    yield this.lock.unlock();
    return answer;
  }

  protected *put(frame: number): Body {
    yield this.list.store(frame, LISTED);
    return ACCEPTED;
  }

  /** A frame of the list, else of another CPU's cache: its own was empty, and only it fills that. */
  protected *takeAny(cpu: number): Body {
    for (const frame of framesOf(this.scope))
      if ((yield this.list.load(frame)) === LISTED) {
        yield this.list.store(frame, TAKEN);
        return frame;
      }
    for (let other = 0; other < this.cache.count; other++) {
      if (other === cpu) continue;
      const cached = yield this.cache.load(other);
      if (cached !== EMPTY && (yield this.cache.cas(other, cached, EMPTY)) === 1) return cached - 1;
    }
    return reasons.EXHAUSTED;
  }

  protected *take(frame: number, to: number): Body {
    const listed = yield this.list.load(frame);
    if (listed === RESERVED) return reasons.OVERLAPS_RESERVED;
    if (listed === TAKEN && (yield* this.drain(frame)) !== ACCEPTED) return reasons.OVERLAPS_ALLOCATED;
    yield this.list.store(frame, to);
    return ACCEPTED;
  }

  /** Takes a frame out of whichever cache it is in. */
  protected *drain(frame: number): Body {
    for (let cpu = 0; cpu < this.cache.count; cpu++)
      if ((yield this.cache.cas(cpu, frame + 1, EMPTY)) === 1) return ACCEPTED;
    return reasons.REFUSED;
  }
}

export const cachedList = ofSeveralCpus({
  name: "cached-list",
  summary: "a cache of one frame for each CPU, in front of a list behind a lock",
  // Caches are looked at one by one: a frame may come to one behind who looks for it.
  contract: "contended",
  offers: {
    alloc: true,
    free: true,
    reserve: ({ range, owner }) => range.count === 1 && owner === 1,
    release: ({ range, owner }) => range.count === 1 && owner === 1,
  },
  scopes: [{ frames: 2, owners: 1, slices: 1, cpus: 2 }],
  perCpu: true,
  make: (scope, memory) => new CachedList(scope, memory),
});
