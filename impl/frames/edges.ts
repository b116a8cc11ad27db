/**
 * A bitmap of units finer than a frame: an image may begin and end anywhere in one.
 *
 * A reservation keeps every frame that holds a unit of it, since a frame is handed out only when all its
 * units are free. A release gives back exactly its units: an edge frame shared with a neighbour goes free
 * with the last of them.
 */

import { STRICT } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { gridOf, type Scope, unitsOf } from "../../model/words/scope.js";
import { Bitmap } from "./bitmap.js";

const ACCEPTED = 0;

export class Edges extends Bitmap {
  protected readonly units: number;

  constructor(scope: Scope) {
    super({ ...scope, frames: gridOf(scope) });
    this.units = unitsOf(scope);
  }

  /** The lowest frame with no unit that is taken. */
  override alloc(): number {
    for (let frame = 0; frame * this.units < this.holder.length; frame++) {
      const [first, end] = this.unitsOfFrame(frame);
      if (!this.isAll(FREE, first, end)) continue;
      this.holder.fill(ALLOCATED, first, end);
      return frame;
    }
    return reasons.EXHAUSTED;
  }

  /** A frame is allocated with all its units, so the first one tells of each. */
  override free(frame: number): number {
    const [first, end] = this.unitsOfFrame(frame);
    if (this.isAll(ALLOCATED, first, end)) {
      this.holder.fill(FREE, first, end);
      return ACCEPTED;
    }
    return this.isAll(FREE, first, end) ? reasons.ALREADY_FREE : reasons.RESERVED;
  }

  protected unitsOfFrame(frame: number): readonly [first: number, end: number] {
    return [frame * this.units, (frame + 1) * this.units];
  }

  private isAll(holder: number, first: number, end: number): boolean {
    for (let unit = first; unit < end; unit++) if (this.holder[unit] !== holder) return false;
    return true;
  }
}

export const edges: AllocatorDefinition = {
  name: "edges",
  summary: "a bitmap of units finer than a frame: a shared edge frame goes free with the last claim on it",
  about:
    "The bitmap where ranges are counted in units of a frame. It reserves outward, since a frame with one " +
    "reserved unit is not handed out, and releases inward, since a frame is free again when none is left. " +
    "Where frames have one unit it is the bitmap.",
  class: "sound",
  contract: STRICT,
  units: true,
  // With one unit a frame it is the bitmap, and shows nothing of its own.
  scopes: [{ frames: 2, units: 2 }],
  offers: OFFERS_ALL,
  make: (scope) => new Edges(scope),
};
