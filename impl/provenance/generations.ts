/**
 * A bitmap that counts how often each frame came back, and gives the count away with the frame.
 *
 * A handle is the frame and its generation: it is good as long as the frame still has that generation. The
 * count has few bits. One that came round would make a handle from long before good again, so a frame that
 * has reached its last generation is never handed out any more.
 */

import { RETIRES } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { memoryOf } from "../../model/words/initial-memory.js";
import { reasons } from "../../model/words/reasons.js";
import { generationBitsOf, type Scope } from "../../model/words/scope.js";
import { Handles } from "./handles.js";

export class Generations extends Handles {
  /** For each frame how often it came back. */
  protected readonly generation: Uint8Array;
  /** The last generation there is a number for. */
  protected readonly last: number;

  constructor(scope: Scope) {
    super(scope, scope.frames);
    this.generation = this.extra.subarray(0, scope.frames);
    this.last = 2 ** generationBitsOf(scope) - 1;
    // Taken by alloc and free, what is free in a window would have a life behind it.
    for (const { kind, start, count } of memoryOf(scope))
      if (kind !== "free") this.holder.fill(ALLOCATED, start, start + count);
  }

  /** What is retired is free, and yet not to be had: that is not the same as exhausted. */
  override alloc(): number {
    const frame = super.alloc();
    return frame === reasons.EXHAUSTED && this.holder.includes(FREE) ? reasons.REFUSED : frame;
  }

  protected override howFor(frame: number): number {
    return this.generation[frame]!;
  }

  protected override isStale(slot: number): boolean {
    return this.slots.howOf(slot) !== this.generation[this.slots.startOf(slot)];
  }

  protected override give(start: number, count: number): void {
    for (let frame = start; frame < start + count; frame++)
      this.generation[frame] = this.next(this.generation[frame]!);
  }

  protected override lowestFree(): number {
    let frame = 0;
    while (frame < this.holder.length && (this.holder[frame] !== FREE || this.isRetired(frame))) frame++;
    return frame;
  }

  protected next(generation: number): number {
    return generation + 1;
  }

  protected isRetired(frame: number): boolean {
    return this.generation[frame] === this.last;
  }
}

export const generations: AllocatorDefinition = {
  name: "generations",
  mostFrames: 255, // in bytes
  summary:
    "a bitmap whose handles name a frame's generation; a frame is retired before its count comes round",
  about:
    "The bitmap with a count of generations for each frame, of as many bits as the scope gives it. A handle " +
    "names the frame and its generation, so an old one is found out without looking for those who hold it. " +
    "The price: a frame whose count is used up is never handed out again.",
  class: "sound",
  contract: RETIRES,
  window: "made",
  offers: {
    alloc: true,
    free: true,
    "alloc-handle": true,
    "free-handle": true,
    touch: true,
    forget: true,
  },
  make: (scope) => new Generations(scope),
};
