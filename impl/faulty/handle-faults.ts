/** Faulty versions of the allocators with handles: each overrides one method. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { ADDRESS, Capabilities, capabilities, HANDLE, SLICE } from "../provenance/capabilities.js";
import { Generations, generations } from "../provenance/generations.js";
import { Late, late } from "../provenance/late.js";
import { Quarantine, quarantine } from "../provenance/quarantine.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

class Revives extends Capabilities {
  /** Handles are told apart by their frame alone, so those from before belong to the new owner's frame. */
  protected override take(start: number, count: number): void {
    for (let slot = 0; slot < this.slots.count; slot++)
      if (this.slots.isHeld(slot) && this.slots.overlaps(slot, start, count)) this.slots.setHow(slot, HANDLE);
  }
}

class FreesByNumber extends Capabilities {
  /** Looks whether the frame is allocated, and not whether it is still the one that was. */
  override freeHandle(slot: number): number {
    if (!this.slots.isHeld(slot)) return reasons.NO_SUCH_HANDLE;
    const frame = this.slots.startOf(slot);
    return this.holder[frame] === ALLOCATED ? this.free(frame) : super.freeHandle(slot);
  }
}

class TrustsAddresses extends Capabilities {
  /** An address is no slice, so what becomes of its frames is thought to be none of its business. */
  protected override lapses(slot: number): boolean {
    return this.slots.howOf(slot) !== ADDRESS;
  }
}

class IgnoresHeld extends Capabilities {
  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    return refusal === reasons.LIVE_SLICE ? ACCEPTED : refusal;
  }
}

class ReadsOn extends Late {
  /** A slice is thought to be good for as long as somebody holds it. */
  protected override lapses(slot: number): boolean {
    return this.slots.howOf(slot) !== SLICE;
  }
}

class MarksNothing extends Capabilities {
  /** Whoever holds a handle is trusted to know that its frame is gone. */
  protected override lapses(): boolean {
    return false;
  }
}

class HandsOutEarly extends Quarantine {
  protected override isReady(frame: number): boolean {
    return this.holder[frame] === FREE;
  }
}

/** Has a way to hand out a frame that passes the quarantine by: it looks whether any is ready, not which. */
class Impatient extends Quarantine {
  protected takeAny(): number {
    if (this.lowestFree() === this.holder.length) return reasons.EXHAUSTED;
    const frame = this.holder.indexOf(FREE);
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  protected withHandle(frame: number): number {
    if (frame >= 0) this.slots.put(frame, 1, HANDLE);
    return frame;
  }
}

class AllocsEarly extends Impatient {
  override alloc(): number {
    return this.takeAny();
  }

  override allocHandle(): number {
    return this.withHandle(super.alloc());
  }

  override allocRaw(): number {
    return super.alloc();
  }
}

class GivesHandlesEarly extends Impatient {
  override allocHandle(): number {
    return this.withHandle(this.takeAny());
  }
}

class AllocsRawEarly extends Impatient {
  override allocRaw(): number {
    return this.takeAny();
  }
}

class Wraps extends Generations {
  /** The count comes round, and with it the first handle. */
  protected override next(generation: number): number {
    return (generation + 1) & this.last;
  }

  protected override isRetired(): boolean {
    return false;
  }
}

export const HANDLE_FAULTS: readonly AllocatorDefinition[] = [
  faulty(
    capabilities,
    "revives",
    "takes handles from before for those of the frame's new owner",
    (scope) => new Revives(scope),
  ),
  faulty(
    capabilities,
    "frees-by-number",
    "frees whatever is in the frame that a handle names",
    (scope) => new FreesByNumber(scope),
  ),
  faulty(
    capabilities,
    "trusts-addresses",
    "turns an address back into a slice after the range was released",
    (scope) => new TrustsAddresses(scope),
  ),
  faulty(
    capabilities,
    "ignores-held",
    "releases a range under a slice that somebody holds",
    (scope) => new IgnoresHeld(scope),
  ),
  faulty(capabilities, "marks-nothing", "never marks a handle stale", (scope) => new MarksNothing(scope)),
  faulty(late, "reads-on", "reads through a slice whose frames were released", (scope) => new ReadsOn(scope)),
  faulty(
    quarantine,
    "hands-out-early",
    "hands out a frame that a stale handle still names",
    (scope) => new HandsOutEarly(scope),
  ),
  faulty(
    quarantine,
    "allocs-early",
    "takes the lowest free frame, waiting or not, where no handle is asked for",
    (scope) => new AllocsEarly(scope),
  ),
  faulty(
    quarantine,
    "gives-handles-early",
    "takes the lowest free frame, waiting or not, where a handle is asked for",
    (scope) => new GivesHandlesEarly(scope),
  ),
  faulty(
    quarantine,
    "allocs-raw-early",
    "takes the lowest free frame, waiting or not, where it is asked for as it is",
    (scope) => new AllocsRawEarly(scope),
  ),
  faulty(
    generations,
    "wraps",
    "lets the count of a frame's generations come round",
    (scope) => new Wraps(scope),
  ),
];
