/** Capabilities, and no frame is handed out again before the last stale handle on it is gone. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { FREE } from "../../model/words/frames.js";
import { Capabilities, capabilities, STALE } from "./capabilities.js";

const ACCEPTED = 0;

export class Quarantine extends Capabilities {
  /** What a frame holds is nobody's business here, so this is the same. */
  allocRaw(): number {
    return this.alloc();
  }

  /** Takes every stale handle from whoever holds it. */
  sweepHandles(): number {
    for (let slot = 0; slot < this.slots.count; slot++)
      if (this.slots.howOf(slot) === STALE) this.slots.empty(slot);
    return ACCEPTED;
  }

  protected override lowestFree(): number {
    let frame = 0;
    while (frame < this.holder.length && !this.isReady(frame)) frame++;
    return frame;
  }

  protected isReady(frame: number): boolean {
    return this.holder[frame] === FREE && !this.slots.anyOverlaps(STALE, frame, 1);
  }
}

export const quarantine: AllocatorDefinition = {
  ...capabilities,
  name: "quarantine",
  mostFrames: 255, // in bytes
  summary: "capabilities, and a frame given back waits until no stale handle is held on it",
  about:
    "Capabilities with a quarantine: a frame that came back is handed out again only once no stale handle is " +
    "held on it. A sweep takes all stale handles at once, and so ends every wait. What goes wrong through an " +
    "old handle is then a use of what is free, never of what is another's.",
  offers: {
    ...capabilities.offers,
    sweep: true,
    // Only where it is asked for: it is a third way out of the quarantine, and doubles nothing else.
    "alloc-raw": (_, { modules }) => modules.includes("contents"),
  },
  make: (scope) => new Quarantine(scope),
};
