/**
 * Free frames as a stack without a lock. Who takes the top notes first which frame that is, and a frame that
 * another CPU has noted is not put back: so what was on top and is on top again has been there all the time.
 *
 * A tag beside the head is less: it comes round again however wide it is, if one CPU sleeps for long enough.
 */
import { again } from "../../model/steps/accesses.js";
import type { Cell, Cells, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import { boundIn, type Scope } from "../../model/words/scope.js";
import { ACCEPTED, type Attempt, type Body, type FrameCommands, ofSeveralCpus } from "./stepped.js";

/** A frame and one more; 0 for none. There are 64 frames at most. */
export const LINK_BITS = 7;
const NONE = 0;

export class HazardStack implements FrameCommands {
  protected readonly head: Cell;
  protected readonly next: Cells;
  protected readonly noted: Cells;

  /** `tagBits` more than it needs, for what keeps a tag beside the head. */
  constructor(scope: Scope, memory: SharedMemory, tagBits = 0) {
    const { frames } = scope;
    this.head = memory.cell("head", { bits: LINK_BITS + tagBits, initial: 1 });
    const initial = (frame: number) => (frame + 1 < frames ? frame + 2 : NONE);
    this.next = memory.cells("next", frames, { bits: LINK_BITS, initial });
    this.noted = memory.cells("noted", boundIn(scope, "cpus"), { bits: LINK_BITS });
  }

  *alloc({ cpu }: OnCpu): Attempt {
    const head = yield this.head.load();
    yield this.noted.store(cpu, head);
    if (head === NONE) return reasons.EXHAUSTED;
    if ((yield this.head.load()) !== head) return again();
    const link = yield this.next.load(head - 1);
    if ((yield this.head.cas(head, link)) !== 1) return again();
    yield this.noted.store(cpu, NONE);
    return head - 1;
  }

  *free(_: OnCpu, frame: number): Attempt {
    if ((yield* this.isNoted(frame)) !== 0) return reasons.REFUSED;
    const head = yield this.head.load();
    yield this.next.store(frame, head);
    return (yield this.head.cas(head, frame + 1)) === 1 ? ACCEPTED : again();
  }

  /** 1 where a CPU is about to take the frame. */
  protected *isNoted(frame: number): Body {
    for (let cpu = 0; cpu < this.noted.count; cpu++) if ((yield this.noted.load(cpu)) === frame + 1) return 1;
    return 0;
  }
}

export const hazardStack = ofSeveralCpus({
  name: "hazard-stack",
  summary: "free frames as a stack without a lock, where each CPU notes what it is about to take",
  // A frame that another CPU has noted is not put back: the client tries again.
  contract: "contended",
  offers: { alloc: true, free: true },
  scopes: [{ frames: 2, owners: 1, slices: 1, cpus: 2 }],
  perCpu: true,
  make: (scope, memory) => new HazardStack(scope, memory),
});
