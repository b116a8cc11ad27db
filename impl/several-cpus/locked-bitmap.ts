/** A table of frames behind one lock: every command takes it first and gives it back last. */
import type { Cells, Lock, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import {
  ACCEPTED,
  type Attempt,
  type Body,
  begunAs,
  type FrameCommands,
  framesOf,
  ofSeveralCpus,
  SINGLE_FRAMES,
} from "./stepped.js";

export const FREE = 0;
export const ALLOCATED = 1;
export const RESERVED = 2;
const HOLE = 3;

const STATUS = { free: FREE, reserved: RESERVED, hole: HOLE };

/** The bits of a count of live slices: as many as a scope has at most. */
const PIN_BITS = 5;

export class LockedBitmap implements FrameCommands {
  protected readonly status: Cells;
  protected readonly pins: Cells;
  protected readonly lock: Lock;

  constructor(
    protected readonly scope: Scope,
    memory: SharedMemory,
  ) {
    const begun = begunAs(scope);
    const initial = (frame: number) => STATUS[begun[frame] ?? "free"];
    this.status = memory.cells("status", scope.frames, { bits: 2, initial });
    this.pins = memory.cells("pins", scope.frames, { bits: PIN_BITS });
    this.lock = memory.lock("lock");
  }

  alloc(_: OnCpu): Attempt {
    return this.locked(this.takeAny());
  }

  free(_: OnCpu, frame: number): Body {
    return this.locked(this.move(frame, ALLOCATED, FREE));
  }

  reserve(_: OnCpu, frame: number): Body {
    return this.locked(this.move(frame, FREE, RESERVED));
  }

  release(_: OnCpu, frame: number): Body {
    return this.locked(this.giveBack(frame));
  }

  borrow(_: OnCpu, frame: number): Body {
    return this.locked(this.pin(frame));
  }

  drop(_: OnCpu, frame: number): Body {
    return this.locked(this.unpin(frame));
  }

  protected *locked(body: Body): Body {
    yield this.lock.lock();
    const answer = yield* body;
    yield this.lock.unlock();
    return answer;
  }

  /** The first free frame, or none. */
  protected *findFree(): Body {
    for (const frame of framesOf(this.scope)) if ((yield this.status.load(frame)) === FREE) return frame;
    return reasons.EXHAUSTED;
  }

  protected *takeAny(): Body {
    const frame = yield* this.findFree();
    if (frame >= 0) yield this.status.store(frame, ALLOCATED);
    return frame;
  }

  protected *move(frame: number, from: number, to: number): Body {
    if ((yield this.status.load(frame)) !== from) return reasons.REFUSED;
    yield this.status.store(frame, to);
    return ACCEPTED;
  }

  protected *giveBack(frame: number): Body {
    const refusal = yield* this.refuseRelease(frame);
    if (refusal === ACCEPTED) yield this.status.store(frame, FREE);
    return refusal;
  }

  protected *refuseRelease(frame: number): Body {
    if ((yield this.status.load(frame)) !== RESERVED) return reasons.NOT_RESERVED;
    return (yield this.pins.load(frame)) > 0 ? reasons.LIVE_SLICE : ACCEPTED;
  }

  protected *pin(frame: number): Body {
    if ((yield this.status.load(frame)) !== RESERVED) return reasons.NOT_RESERVED;
    yield this.pins.store(frame, (yield this.pins.load(frame)) + 1);
    return ACCEPTED;
  }

  protected *unpin(frame: number): Body {
    const held = yield this.pins.load(frame);
    if (held === 0) return reasons.NO_SUCH_SLICE;
    yield this.pins.store(frame, held - 1);
    return ACCEPTED;
  }
}

export const lockedBitmap = ofSeveralCpus({
  name: "locked-bitmap",
  summary: "a table of frames and of their live slices behind one lock",
  offers: SINGLE_FRAMES,
  scopes: [{ frames: 2, owners: 1, slices: 1, cpus: 2 }],
  make: (scope, memory) => new LockedBitmap(scope, memory),
});
