/** Allocators that hide something which only a long, straight or unscrubbed run brings to light. */
import { Bitmap, bitmap } from "../../impl/frames/bitmap.js";
import { fromObject } from "../../model/doors/from-object.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Hands out from the top once it was called so many times, counted beside the bytes. */
export const wornAfter = (calls: number): AllocatorDefinition => {
  class Worn extends FirstFit {
    private count = 0;

    override alloc(): number {
      const frame = ++this.count > calls ? this.holder.lastIndexOf(FREE) : -1;
      if (frame < 0) return super.alloc();
      this.holder[frame] = ALLOCATED;
      return frame;
    }
  }
  return madeUp((scope) => new Worn(scope));
};

/** The same counter in a variable that all instances share. */
export const wornTogether = (calls: number): AllocatorDefinition => {
  let count = 0;
  class Worn extends FirstFit {
    override alloc(): number {
      return ++count > calls ? reasons.REFUSED : super.alloc();
    }
  }
  return madeUp((scope) => new Worn(scope));
};

/** Takes offence when an owner is refused a release, and from then on refuses that owner everything. */
class BearsGrudges extends Bitmap {
  private readonly grudges = new Set<number>();

  override release(start: number, count: number, owner: number): number {
    const answer = super.release(start, count, owner);
    if (answer < 0 && count === 2) this.grudges.add(owner);
    return answer;
  }

  override reserve(start: number, count: number, owner: number): number {
    return this.grudges.has(owner) && count === 2 ? reasons.REFUSED : super.reserve(start, count, owner);
  }
}

/** An audit of a full pool is remembered beside the bytes, and spoils the next empty one. */
class SpoiltByAudit extends FirstFit implements Allocator {
  private spoilt = false;

  audit(): string | null {
    if (!this.holder.includes(FREE)) this.spoilt = true;
    return null;
  }

  override alloc(): number {
    return this.spoilt && this.holder.every((frame) => frame === FREE) ? reasons.REFUSED : super.alloc();
  }
}

/** Counts its frees in a byte that scrub takes for a mere hint, and hands out from the top after three. */
class ScrubbedHint extends FirstFit implements Allocator {
  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer === 0) this.extra[0]!++;
    return answer;
  }

  override alloc(): number {
    const frame = this.extra[0]! >= 3 ? this.holder.lastIndexOf(FREE) : -1;
    if (frame < 0) return super.alloc();
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  scrub(): void {
    this.extra[0] = 0;
  }
}

/** Reads what scrub clears, and never writes there itself: only garbage shows it. */
class ReadsGarbage extends FirstFit implements Allocator {
  override alloc(): number {
    const frame = this.extra[0] === 0 ? -1 : this.holder.lastIndexOf(FREE);
    if (frame < 0) return super.alloc();
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  scrub(): void {
    this.extra[0] = 0;
  }
}

/** A scrub after three refusals that nobody scrubbed leaves another byte: no answer ever differs. */
class MarksInScrub extends FirstFit implements Allocator {
  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer < 0) this.extra[0]!++;
    return answer;
  }

  scrub(): void {
    if (this.extra[0]! >= 3) this.extra[1] = 1;
    this.extra[0] = 0;
  }
}

/** Gives no reason for the tenth refused free of one frame in a row; any other command ends the row. */
class LosesPatience extends FirstFit {
  private row = 0;
  private last = -1;

  override free(frame: number): number {
    this.row = frame === this.last ? this.row + 1 : 1;
    this.last = frame;
    const answer = super.free(frame);
    return answer < 0 && this.row === 10 ? reasons.REFUSED : answer;
  }

  override alloc(): number {
    this.row = 0;
    return super.alloc();
  }
}

/** An unscrubbed free matters only once three frames are taken: not near the start. */
class MindsWhenFull extends FirstFit implements Allocator {
  override free(frame: number): number {
    const answer = super.free(frame);
    if (this.holder.filter((holder) => holder !== FREE).length >= 3) this.extra[0] = 1;
    return answer;
  }

  override alloc(): number {
    const frame = this.extra[0] === 0 ? -1 : this.holder.lastIndexOf(FREE);
    if (frame < 0) return super.alloc();
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  scrub(): void {
    this.extra[0] = 0;
  }
}

/** Refuses frees alone. After an unscrubbed one it gives no reason any more. */
class Sulking extends FirstFit implements Allocator {
  override free(): number {
    const answer = this.extra[0] === 0 ? reasons.ALREADY_FREE : reasons.REFUSED;
    this.extra[0] = 1;
    return answer;
  }

  scrub(): void {
    this.extra[0] = 0;
  }
}

/** What a full pool does to an instance shows only in the empty one, which a search has long left behind. */
class NeverForgetsFull extends FirstFit {
  private wasFull = false;

  override alloc(): number {
    const frame =
      this.wasFull && this.holder.every((holder) => holder === FREE) ? this.holder.length - 1 : -1;
    if (!this.holder.includes(FREE)) this.wasFull = true;
    if (frame < 0) return super.alloc();
    this.holder[frame] = ALLOCATED;
    return frame;
  }
}

/** One pattern of many spoils an instance, and only a pool that is empty again shows it. */
class SpoiltByPattern extends FirstFit {
  private spoilt = false;

  override alloc(): number {
    const { holder } = this;
    if (holder.every((frame, i) => (frame === FREE) === (i % 3 === 0))) this.spoilt = true;
    return this.spoilt && holder.every((frame) => frame === FREE) ? reasons.REFUSED : super.alloc();
  }
}

/** Gives back a frame a moment after it has answered. */
const laterBy = (later: (work: () => void) => void): AllocatorDefinition => {
  class Later extends FirstFit {
    override free(frame: number): number {
      const answer = super.free(frame);
      if (answer === 0) later(() => this.holder.fill(FREE));
      return answer;
    }
  }
  return madeUp((scope) => new Later(scope));
};

/** An ordinary class with a cache that its `save` forgets, flushed when three frames are in it. */
class Caching {
  taken: boolean[];
  #cache: number[] = [];

  constructor(frames: number) {
    this.taken = new Array<boolean>(frames).fill(false);
  }

  alloc(): number | null {
    const frame = this.taken.indexOf(false);
    if (frame < 0) return null;
    this.taken[frame] = true;
    return frame;
  }

  free(frame: number): boolean {
    if (this.taken[frame] !== true) return false;
    this.taken[frame] = false;
    if (this.#cache.push(frame) < 3) return true;
    for (const cached of this.#cache) this.taken[cached] = false;
    this.#cache = [];
    return true;
  }
}

/** Goes wrong after three changes straight on where it has been full: nobody restored it in between. */
class GoesStraight extends FirstFit {
  private straight = 0;
  private left = "";

  override alloc(): number {
    return this.during(() => (this.isWrong() ? reasons.EXHAUSTED : super.alloc()));
  }

  override free(frame: number): number {
    return this.during(() => super.free(frame));
  }

  private isWrong(): boolean {
    return this.straight >= 3 && this.holder.at(-1) !== FREE && this.holder[0] === FREE;
  }

  private during(call: () => number): number {
    const before = this.state.join();
    if (before !== this.left) this.straight = 0;
    const answer = call();
    this.left = this.state.join();
    if (this.left !== before) this.straight++;
    return answer;
  }
}

/** An ordinary class whose audit moves the cursor from which it hands out. */
class MovingAudit {
  cursor = 0;
  taken: boolean[];

  constructor(frames: number) {
    this.taken = new Array<boolean>(frames).fill(false);
  }

  alloc(): number | null {
    const after = this.taken.indexOf(false, this.cursor);
    const frame = after < 0 ? this.taken.indexOf(false) : after;
    if (frame < 0) return null;
    this.taken[frame] = true;
    return frame;
  }

  audit(): null {
    this.cursor = 1;
    return null;
  }
}

export const bearsGrudges: AllocatorDefinition = {
  ...bitmap,
  name: "bears-grudges",
  make: (scope) => new BearsGrudges(scope),
};
export const spoiltByAudit = madeUp((scope) => new SpoiltByAudit(scope));
export const scrubbedHint = madeUp((scope) => new ScrubbedHint(scope, 1));
export const readsGarbage = madeUp((scope) => new ReadsGarbage(scope, 1));
export const marksInScrub = madeUp((scope) => new MarksInScrub(scope, 2));
export const losesPatience = madeUp((scope) => new LosesPatience(scope));
export const mindsWhenFull = madeUp((scope) => new MindsWhenFull(scope, 1));
export const sulking = madeUp((scope) => new Sulking(scope, 1), { offers: { free: true } });
export const goesStraight = madeUp((scope) => new GoesStraight(scope));
export const spoiltByPattern = madeUp((scope) => new SpoiltByPattern(scope));
export const neverForgetsFull = madeUp((scope) => new NeverForgetsFull(scope));
export const LATER = {
  "a microtask": laterBy(queueMicrotask),
  "a promise": laterBy((work) => void Promise.resolve().then(work)),
  "a timer": laterBy((work) => void setTimeout(work, 0)),
  "a callback of setImmediate": laterBy((work) => void setImmediate(work)),
  "a callback of process.nextTick": laterBy((work) => process.nextTick(work)),
} as const;
export const caching = defineAllocator({
  name: "caching",
  make: fromObject({
    make: ({ frames }) => new Caching(frames),
    calls: { alloc: (pool) => pool.alloc(), free: (pool, { frame }) => pool.free(frame) },
    refusals: [
      { when: null, is: "exhausted" },
      { when: false, is: "refused" },
    ],
    save: ({ taken }) => taken,
    load: (taken, { frames }) => Object.assign(new Caching(frames), { taken }),
  }),
});
export const movingAudit = defineAllocator({
  name: "moving-audit",
  make: fromObject({
    make: ({ frames }) => new MovingAudit(frames),
    calls: { alloc: (pool) => pool.alloc() },
    refusals: [{ when: null, is: "exhausted" }],
    audit: (pool) => pool.audit(),
  }),
});
/** Sound, and says aloud what it does. */
class Prints extends FirstFit {
  override alloc(): number {
    process.stderr.write("");
    return super.alloc();
  }
}
export const prints = madeUp((scope) => new Prints(scope));
