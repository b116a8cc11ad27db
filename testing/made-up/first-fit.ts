/** The smallest sound allocator, which the made-up ones build on: alloc and free over one byte a frame. */

import { STRICT } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";

export class FirstFit implements Allocator {
  readonly state: Uint8Array;
  /** For each frame who holds it. */
  protected readonly holder: Uint8Array;
  protected readonly extra: Uint8Array;

  constructor({ frames }: Scope, extra = 0) {
    this.state = new Uint8Array(frames + extra);
    this.holder = this.state.subarray(0, frames);
    this.extra = this.state.subarray(frames);
  }

  alloc(): number {
    const frame = this.holder.indexOf(FREE);
    if (frame < 0) return reasons.EXHAUSTED;
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  free(frame: number): number {
    if (this.holder[frame] === FREE) return reasons.ALREADY_FREE;
    if (this.holder[frame] !== ALLOCATED) return reasons.RESERVED;
    this.holder[frame] = FREE;
    return 0;
  }
}

/** An allocator that exists in tests alone: strict, with alloc and free, unless it says otherwise. */
export function madeUp(
  make: AllocatorDefinition["make"],
  more: Partial<AllocatorDefinition> = {},
): AllocatorDefinition {
  return {
    name: "made-up",
    summary: "exists in tests alone",
    class: "sound",
    contract: STRICT,
    offers: { alloc: true, free: true },
    make,
    ...more,
  };
}

export const firstFit = madeUp((scope) => new FirstFit(scope));
