/** A class that keeps what is free in a stack, and a version of it whose free drops a frame on one path. */
import type { Contract } from "../../model/contracts/named.js";
import { fromObject } from "../../model/doors/from-object.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";

/** It may refuse to hand anything out: nothing demands that it accepts. */
export const MAY_REFUSE: Contract = {
  id: "may-refuse",
  summary: "a caller must be ready for an allocation that fails",
  promises: {},
  mayRefuse: { alloc: "memory may be short for reasons of its own" },
};

class Stack {
  protected readonly free: number[];
  protected readonly taken = new Set<number>();

  constructor(frames: number) {
    this.free = Array.from({ length: frames }, (_, i) => frames - 1 - i);
  }

  alloc(): number | null {
    const frame = this.free.pop();
    if (frame === undefined) return null;
    this.taken.add(frame);
    return frame;
  }

  giveBack(frame: number): boolean {
    if (!this.taken.delete(frame)) return false;
    this.keep(frame);
    return true;
  }

  protected keep(frame: number): void {
    this.free.push(frame);
  }
}

/** What is given back out of order, while a lower frame is handed out, is forgotten. */
class Dropping extends Stack {
  protected override keep(frame: number): void {
    if (![...this.taken].some((other) => other < frame)) super.keep(frame);
  }
}

const defined = (name: string, kind: new (frames: number) => Stack): AllocatorDefinition =>
  defineAllocator({
    name,
    contract: MAY_REFUSE,
    make: fromObject({
      make: ({ frames }) => new kind(frames),
      calls: {
        alloc: (stack: Stack) => stack.alloc(),
        free: (stack: Stack, { frame }: { readonly frame: number }) => stack.giveBack(frame),
      },
    }),
  });

export const keepsFrames = defined("keeps-frames", Stack);
export const dropsAFrame = defined("drops-a-frame", Dropping);
