/**
 * Frames that are handed out cleared. One is kept ready, so that who wants a frame need not wait for zeros;
 * the others lie poisoned in a table behind a lock. Who gives a frame up is done with its contents first.
 */
import { again } from "../../model/steps/accesses.js";
import type { Cell, Cells, Lock, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import {
  ACCEPTED,
  type Attempt,
  type Body,
  type FrameCommands,
  framesOf,
  ofSeveralCpus,
  SINGLE_FRAMES,
} from "./stepped.js";

const FREE = 0;
const TAKEN = 1;
const RESERVED = 2;

/** No frame is ready; else it is that frame and one more. */
const NONE = 0;

const ZERO = 0;
const POISON = 2;

export class ClearedFrames implements FrameCommands {
  protected readonly page: Cells;
  protected readonly status: Cells;
  protected readonly pins: Cells;
  protected readonly ready: Cell;
  protected readonly lock: Lock;

  constructor(
    protected readonly scope: Scope,
    memory: SharedMemory,
  ) {
    this.page = memory.contents("page", scope.frames, { bits: 2, initial: POISON, cleared: true });
    this.status = memory.cells("status", scope.frames, { bits: 2 });
    this.pins = memory.cells("pins", scope.frames, { bits: 5 });
    this.ready = memory.cell("ready", { bits: 7 });
    this.lock = memory.lock("lock");
  }

  *alloc(_: OnCpu): Attempt {
    const ready = yield this.ready.load();
    if (ready !== NONE) return (yield this.ready.cas(ready, NONE)) === 1 ? ready - 1 : again();
    const frame = yield* this.locked(this.takeAny());
    if (frame >= 0) yield this.page.store(frame, ZERO);
    return frame;
  }

  *free(_: OnCpu, frame: number): Body {
    yield this.page.store(frame, ZERO);
    if ((yield this.ready.cas(NONE, frame + 1)) === 1) return ACCEPTED;
    yield this.page.store(frame, POISON);
    return yield* this.locked(this.put(frame));
  }

  reserve(_: OnCpu, frame: number): Body {
    return this.locked(this.take(frame));
  }

  *release(_: OnCpu, frame: number): Body {
    yield this.lock.lock();
    const refusal = yield* this.refuseRelease(frame);
    if (refusal === ACCEPTED) {
      yield this.page.store(frame, POISON);
      yield this.status.store(frame, FREE);
    }
    yield this.lock.unlock();
    return refusal;
  }

  borrow(_: OnCpu, frame: number): Body {
    return this.locked(this.pin(frame));
  }

  /** Ends a slice, whose bytes are looked at once more. */
  *drop(_: OnCpu, frame: number): Body {
    yield this.page.load(frame);
    return yield* this.locked(this.unpin(frame));
  }

  protected *locked(body: Body): Body {
    yield this.lock.lock();
    const answer = yield* body;
    yield this.lock.unlock();
    return answer;
  }

  protected *takeAny(): Body {
    for (const frame of framesOf(this.scope))
      if ((yield this.status.load(frame)) === FREE) {
        yield this.status.store(frame, TAKEN);
        return frame;
      }
    return reasons.EXHAUSTED;
  }

  protected *put(frame: number): Body {
    yield this.status.store(frame, FREE);
    return ACCEPTED;
  }

  protected *take(frame: number): Body {
    const status = yield this.status.load(frame);
    if (status === RESERVED) return reasons.OVERLAPS_RESERVED;
    // A frame that is ready is free, and the table has it as taken.
    if (status === TAKEN && (yield this.ready.cas(frame + 1, NONE)) !== 1) return reasons.OVERLAPS_ALLOCATED;
    yield this.status.store(frame, RESERVED);
    return ACCEPTED;
  }

  protected *refuseRelease(frame: number): Body {
    if ((yield this.status.load(frame)) !== RESERVED) return reasons.NOT_RESERVED;
    return (yield this.pins.load(frame)) > 0 ? reasons.LIVE_SLICE : ACCEPTED;
  }

  protected *pin(frame: number): Body {
    if ((yield this.status.load(frame)) !== RESERVED) return reasons.NOT_RESERVED;
    yield this.pins.add(frame, 1);
    return ACCEPTED;
  }

  protected *unpin(frame: number): Body {
    yield this.pins.add(frame, -1);
    return ACCEPTED;
  }
}

export const clearedFrames = ofSeveralCpus({
  name: "cleared-frames",
  summary: "frames that are handed out cleared, of which one is kept ready",
  // The one that is ready and the table are not looked at in one moment.
  contract: "contended",
  offers: SINGLE_FRAMES,
  scopes: [{ frames: 1, owners: 1, slices: 1, cpus: 2 }],
  make: (scope, memory) => new ClearedFrames(scope, memory),
});
