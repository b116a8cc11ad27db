/** Frames that several hold: a count for each, which only a swap changes, and the last to give back frees. */
import { again } from "../../model/steps/accesses.js";
import type { Cells, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { ACCEPTED, type Attempt, type FrameCommands, framesOf, ofSeveralCpus } from "./stepped.js";

export class CountedFrames implements FrameCommands {
  protected readonly holders: Cells;

  constructor(
    protected readonly scope: Scope,
    memory: SharedMemory,
  ) {
    this.holders = memory.cells("holders", scope.frames, { bits: 5 });
  }

  *alloc(_: OnCpu): Attempt {
    for (const frame of framesOf(this.scope)) if ((yield this.holders.cas(frame, 0, 1)) === 1) return frame;
    return reasons.EXHAUSTED;
  }

  *free(_: OnCpu, frame: number): Attempt {
    const held = yield this.holders.load(frame);
    if (held === 0) return reasons.ALREADY_FREE;
    return yield* this.change(frame, held, held - 1);
  }

  /** One more holds it; a frame that nobody holds cannot be had so. */
  *shareFrame(_: OnCpu, frame: number): Attempt {
    const held = yield this.holders.load(frame);
    if (held === 0) return reasons.REFUSED;
    return yield* this.change(frame, held, held + 1);
  }

  protected *change(frame: number, held: number, next: number): Attempt {
    return (yield this.holders.cas(frame, held, next)) === 1 ? ACCEPTED : again();
  }
}

export const countedFrames = ofSeveralCpus({
  name: "counted-frames",
  summary: "frames that several may hold, with a count that is compared and swapped",
  // Two counts are not read at one moment: a frame may come free behind who looks for one.
  contract: "contended",
  offers: { alloc: true, free: true, share: true },
  scopes: [{ frames: 2, owners: 1, slices: 1, sharers: 3, cpus: 2, modules: ["shares"] }],
  make: (scope, memory) => new CountedFrames(scope, memory),
});
