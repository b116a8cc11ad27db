/**
 * A page-frame allocator without its free structure: who holds each frame, and which slices are alive.
 *
 * One byte a frame, as boot-time page tables have it: 0 free, an owner's number, 255 allocated.
 * Every command decides first and acts then, so a refusal has changed nothing. What a strategy adds
 * is how it keeps the free frames: `take`, `give` and `lowestFree`.
 */
import type { Allocator } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { LiveSlices } from "./slices.js";

const ACCEPTED = 0;

export abstract class FrameTable implements Allocator {
  readonly state: Uint8Array;
  /** For each frame who holds it. */
  protected readonly holder: Uint8Array;
  protected readonly slices: LiveSlices;
  /** What the strategy keeps of its own, `extra` bytes. */
  protected readonly extra: Uint8Array;

  constructor({ frames, slices }: Scope, extra: number) {
    // Whole words: they are saved and compared faster than loose bytes.
    const listed = LiveSlices.bytesFor(frames, slices);
    const held = frames > 255 ? (frames + 1) & ~1 : frames; // wider numbers lie at an even place
    this.state = new Uint8Array((held + listed + extra + 3) & ~3);
    this.holder = this.state.subarray(0, frames);
    this.slices = LiveSlices.over(frames, this.state.subarray(held, held + listed));
    this.extra = this.state.subarray(held + listed, held + listed + extra);
  }

  /** Takes free frames out of the free structure. */
  protected abstract take(start: number, count: number): void;
  /** Puts frames back into the free structure. */
  protected abstract give(start: number, count: number): void;
  /** The lowest free frame, or the number of frames when none is free. */
  protected abstract lowestFree(): number;
  abstract audit(): string | null;

  reserve(start: number, count: number, owner: number): number {
    const refusal = this.refuseReserve(start, count);
    if (refusal !== ACCEPTED) return refusal;
    this.take(start, count);
    this.hold(start, count, owner);
    return ACCEPTED;
  }

  release(start: number, count: number, owner: number): number {
    const refusal = this.refuseRelease(start, count, owner);
    if (refusal !== ACCEPTED) return refusal;
    this.hold(start, count, FREE);
    this.give(start, count);
    return ACCEPTED;
  }

  borrow(start: number, count: number): number {
    const refusal = this.refuseBorrow(start, count);
    if (refusal !== ACCEPTED) return refusal;
    this.slices.add(start, count);
    return ACCEPTED;
  }

  drop(start: number, count: number): number {
    return this.slices.remove(start, count) ? ACCEPTED : reasons.NO_SUCH_SLICE;
  }

  alloc(): number {
    const frame = this.lowestFree();
    if (frame === this.holder.length) return reasons.EXHAUSTED;
    this.take(frame, 1);
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  free(frame: number): number {
    const refusal = this.refuseFree(frame);
    if (refusal !== ACCEPTED) return refusal;
    this.holder[frame] = FREE;
    this.give(frame, 1);
    return ACCEPTED;
  }

  observe(frame: number): number {
    return this.holder[frame]!;
  }

  protected refuseReserve(start: number, count: number): number {
    for (let frame = start; frame < start + count; frame++) {
      if (this.holder[frame] === ALLOCATED) return reasons.OVERLAPS_ALLOCATED;
      if (this.holder[frame] !== FREE) return reasons.OVERLAPS_RESERVED;
    }
    return ACCEPTED;
  }

  protected refuseRelease(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++) {
      const holder = this.holder[frame]!;
      if (holder === FREE) return reasons.NOT_RESERVED;
      if (holder === ALLOCATED) return reasons.NOT_RESERVED;
      if (holder !== owner) return reasons.FOREIGN_OWNER;
    }
    if (this.slices.overlap(start, count)) return reasons.LIVE_SLICE;
    return ACCEPTED;
  }

  protected refuseBorrow(start: number, count: number): number {
    const owner = this.holder[start]!;
    for (let frame = start; frame < start + count; frame++) {
      if (this.holder[frame] === FREE) return reasons.NOT_RESERVED;
      if (this.holder[frame] === ALLOCATED) return reasons.NOT_RESERVED;
    }
    for (let frame = start + 1; frame < start + count; frame++)
      if (this.holder[frame] !== owner) return reasons.MIXED_OWNERS;
    return ACCEPTED;
  }

  protected refuseFree(frame: number): number {
    if (this.holder[frame] === FREE) return reasons.ALREADY_FREE;
    if (this.holder[frame] !== ALLOCATED) return reasons.RESERVED;
    return ACCEPTED;
  }

  private hold(start: number, count: number, holder: number): void {
    for (let frame = start; frame < start + count; frame++) this.holder[frame] = holder;
  }
}
