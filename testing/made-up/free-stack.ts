import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { Allocator } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { madeUp } from "./first-fit.js";

/**
 * A last-in-first-out stack of free frames, lowest on top at first, that pushes whatever is freed.
 * After a double free one frame lies on it twice, and is handed out twice.
 */
class FreeStack implements Allocator {
  /** The depth, then the frames from the bottom up; room for some pushed twice. */
  readonly state: Uint8Array;

  constructor({ frames }: Scope) {
    this.state = new Uint8Array(1 + 2 * frames);
    for (let frame = frames - 1; frame >= 0; frame--) this.push(frame);
  }

  alloc(): number {
    const depth = this.state[0]!;
    if (depth === 0) return reasons.EXHAUSTED;
    const frame = this.state[depth]!;
    this.state[depth] = 0; // a popped entry is forgotten, so that equal stacks have equal bytes
    this.state[0] = depth - 1;
    return frame;
  }

  free(frame: number): number {
    this.push(frame);
    return 0;
  }

  protected push(frame: number): void {
    const depth = this.state[0]! + 1;
    if (depth === this.state.length) return;
    this.state[depth] = frame;
    this.state[0] = depth;
  }
}

/** The same with a look before it pushes; the double free is still answered as if it were fine. */
class CarefulStack extends FreeStack {
  override free(frame: number): number {
    const listed = this.state.subarray(1, 1 + this.state[0]!);
    return listed.includes(frame) ? 0 : super.free(frame);
  }
}

export const MAY_FREE_TWICE: Contract = {
  ...STRICT,
  id: "may-free-twice",
  promises: {
    "free/already-free": { kind: "may-ignore", because: "the list has no way to see what lies on it" },
  },
};

export const freeStack = madeUp((scope) => new FreeStack(scope), { contract: MAY_FREE_TWICE });
export const carefulStack = madeUp((scope) => new CarefulStack(scope), { contract: MAY_FREE_TWICE });
