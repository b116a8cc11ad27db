/** A stack of free frames, as xv6 keeps one: the frame freed last is handed out first. */
import { defineAllocator, fromObject } from "allocheck";

export class LifoStack {
  private readonly free: number[];
  private readonly taken = new Set<number>();

  constructor(frames: number) {
    this.free = Array.from({ length: frames }, (_, i) => frames - 1 - i);
  }

  pop(): number | null {
    const frame = this.free.pop();
    if (frame === undefined) return null;
    this.taken.add(frame);
    return frame;
  }

  push(frame: number): void {
    if (!this.taken.delete(frame)) throw new RangeError(`frame ${frame} is not taken`);
    this.free.push(frame);
  }
}

export default defineAllocator({
  name: "lifo-stack",
  make: fromObject({
    make: ({ frames }) => new LifoStack(frames),
    calls: {
      alloc: (stack) => stack.pop(),
      free: (stack, { frame }) => stack.push(frame),
    },
    refusals: [
      { when: null, is: "exhausted" },
      { when: RangeError, is: "already-free" },
    ],
  }),
});
