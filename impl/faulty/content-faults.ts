/** Faulty versions of the frames that are handed out cleared: each gives up what it is not done with. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { again } from "../../model/steps/accesses.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { ClearedFrames, clearedFrames } from "../several-cpus/cleared-frames.js";
import { ACCEPTED, type Attempt, type Body } from "../several-cpus/stepped.js";
import { racing } from "./racing.js";

const ZERO = 0;
const POISON = 2;
const FREE = 0;
const NONE = 0;

class PublishesEarly extends ClearedFrames {
  /** The frame is ready for whoever wants one, and is cleared then. */
  override *free(_: OnCpu, frame: number): Body {
    if ((yield this.ready.cas(NONE, frame + 1)) === 1) {
      yield this.page.store(frame, ZERO);
      return ACCEPTED;
    }
    yield this.page.store(frame, POISON);
    return yield* this.locked(this.put(frame));
  }
}

class PoisonsLate extends ClearedFrames {
  /** The frame is free, and is poisoned when the lock is given back. */
  override *release(_: OnCpu, frame: number): Body {
    yield this.lock.lock();
    const refusal = yield* this.refuseRelease(frame);
    if (refusal === ACCEPTED) yield this.status.store(frame, FREE);
    yield this.lock.unlock();
    if (refusal === ACCEPTED) yield this.page.store(frame, POISON);
    return refusal;
  }
}

class ClearsEarly extends ClearedFrames {
  /** Clears what is ready once more, and takes it then: by that time another may have it. */
  override *alloc(on: OnCpu): Attempt {
    const ready = yield this.ready.load();
    if (ready === NONE) return yield* super.alloc(on);
    yield this.page.store(ready - 1, ZERO);
    return (yield this.ready.cas(ready, NONE)) === 1 ? ready - 1 : again();
  }
}

class ReadsLate extends ClearedFrames {
  /** The slice is over, and is read once more. */
  override *drop(_: OnCpu, frame: number): Body {
    const answer = yield* this.locked(this.unpin(frame));
    yield this.page.load(frame);
    return answer;
  }
}

/** Of the frames that are handed out cleared. */
export const CONTENT_FAULTS: readonly AllocatorDefinition[] = [
  racing(
    clearedFrames,
    "publishes-early",
    "makes a frame ready before it has cleared it",
    (...given) => new PublishesEarly(...given),
  ),
  racing(
    clearedFrames,
    "poisons-late",
    "poisons a frame after it has made it free",
    (...given) => new PoisonsLate(...given),
  ),
  racing(
    clearedFrames,
    "clears-early",
    "clears the frame that is ready before it has taken it",
    (...given) => new ClearsEarly(...given),
  ),
  racing(
    clearedFrames,
    "reads-late",
    "reads the bytes of a slice after it has ended it",
    (...given) => new ReadsLate(...given),
  ),
];
