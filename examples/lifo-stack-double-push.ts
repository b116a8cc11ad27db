/**
 * The LIFO stack with a fault: a frame is pushed whether it was taken or not.
 *
 * A frame freed twice lies on the stack twice. Nothing is wrong to see until both are handed out.
 */
import { defineAllocator, fromObject } from "allocheck";

export class TrustingStack {
  private readonly free: number[];

  constructor(frames: number) {
    this.free = Array.from({ length: frames }, (_, i) => frames - 1 - i);
  }

  pop(): number | null {
    return this.free.pop() ?? null;
  }

  push(frame: number): void {
    this.free.push(frame);
  }
}

export default defineAllocator({
  name: "lifo-stack-double-push",
  // Its author says that a caller who frees twice is to blame. Under `strict` that alone is the finding.
  contract: {
    id: "ignores-double-free",
    summary: "a frame freed twice may be ignored",
    promises: { "free/already-free": { kind: "may-ignore", because: "the caller is trusted" } },
    mayRefuse: {},
  },
  make: fromObject({
    make: ({ frames }) => new TrustingStack(frames),
    calls: {
      alloc: (stack) => stack.pop(),
      free: (stack, { frame }) => stack.push(frame),
    },
    refusals: [{ when: null, is: "exhausted" }],
  }),
});
