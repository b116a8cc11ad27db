import { STRICT } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { zoneOfEach, zonesOf } from "../../model/words/initial-memory.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { FrameTable } from "../parts/frame-table.js";

/**
 * A list of free frames for each zone, and how many are on it: a request looks into its own zone first and
 * then into those below it, as the zones of a kernel go from what any device reaches upwards.
 *
 * Links are frame numbers plus one, 0 ends a list; a list is in the order of addresses.
 */
export class Zoned extends FrameTable {
  protected readonly zoneOf: readonly number[];
  protected readonly zones: number;
  private readonly next: Uint8Array;
  /** For each zone the link to its first free frame, and how many are free. */
  private readonly heads: Uint8Array;
  private readonly left: Uint8Array;

  constructor(scope: Scope) {
    const { frames } = scope;
    const zones = Math.max(1, zonesOf(scope));
    super(scope, frames + 2 * zones);
    this.zones = zones;
    this.zoneOf = zoneOfEach(scope);
    this.next = this.extra.subarray(0, frames);
    this.heads = this.extra.subarray(frames, frames + zones);
    this.left = this.extra.subarray(frames + zones);
    this.give(0, frames);
  }

  allocZone(zone: number): number {
    const from = this.serving(zone);
    if (from === undefined) return reasons.EXHAUSTED;
    return this.handOut(this.first(from));
  }

  /** The zones in which a request looks, in their order. */
  protected searched(zone: number): number[] {
    return Array.from({ length: zone }, (_, i) => zone - i);
  }

  /** The zone that serves a request; `undefined` where all that may are used up. */
  protected serving(zone: number): number | undefined {
    return this.searched(zone).find((each) => this.isLeft(each));
  }

  protected isLeft(zone: number): boolean {
    return this.left[zone - 1] !== 0;
  }

  /** The lowest free frame of a zone that has one. */
  protected first(zone: number): number {
    return this.heads[zone - 1]! - 1;
  }

  protected handOut(frame: number): number {
    this.take(frame, 1);
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  /** Where no zone is named, the highest that has some: what any device reaches is kept for who needs it. */
  protected lowestFree(): number {
    const from = this.serving(this.zones);
    return from === undefined ? this.holder.length : this.first(from);
  }

  protected take(start: number, count: number): void {
    for (let frame = start; frame < start + count; frame++) {
      const zone = this.listOf(frame);
      const before = this.before(zone, frame);
      this.link(zone, before, this.next[frame]!);
      this.next[frame] = 0;
      this.left[zone - 1]!--;
    }
  }

  /** The zone on whose list a free frame is. */
  protected listOf(frame: number): number {
    return this.zoneOf[frame]!;
  }

  protected give(start: number, count: number): void {
    for (let frame = start; frame < start + count; frame++) this.put(frame, this.zoneOf[frame]!);
  }

  /** Puts a frame on the list of a zone. */
  protected put(frame: number, zone: number): void {
    const before = this.before(zone, frame);
    this.next[frame] = before < 0 ? this.heads[zone - 1]! : this.next[before]!;
    this.link(zone, before, frame + 1);
    this.left[zone - 1]!++;
  }

  /** Whether a frame is on the list of a zone. */
  protected isOn(zone: number, frame: number): boolean {
    const before = this.before(zone, frame);
    return (before < 0 ? this.heads[zone - 1] : this.next[before]) === frame + 1;
  }

  /** The last frame on the list of a zone that lies before another; -1 for none. */
  private before(zone: number, frame: number): number {
    let before = -1;
    for (let at = this.first(zone); at >= 0 && at < frame; at = this.next[at]! - 1) before = at;
    return before;
  }

  private link(zone: number, before: number, link: number): void {
    if (before < 0) this.heads[zone - 1] = link;
    else this.next[before] = link;
  }

  /** What is on a list is free, and each list is as long as it is said to be. */
  audit(): string | null {
    for (let zone = 1; zone <= this.zones; zone++) {
      let listed = 0;
      for (let at = this.first(zone); at >= 0; at = this.next[at]! - 1) {
        if (this.holder[at] !== FREE) return `frame ${at} is listed free and held`;
        listed++;
      }
      const counted = this.left[zone - 1];
      if (listed !== counted) return `zone ${zone} counts ${counted} free frames, and lists ${listed}`;
    }
    return null;
  }
}

export const zoned: AllocatorDefinition = {
  name: "zoned",
  mostFrames: 255, // in bytes
  summary: "a list of free frames for each zone; a request falls back to the zones below its own",
  about:
    "Frames belong to zones, and each zone has a list of its free frames. A request for a zone is served by " +
    "that, and by those below it when it is used up (`fallback`); a preferred zone with a free frame is never " +
    "passed over (`placement`). What is given back goes to the list of its own zone.",
  class: "sound",
  contract: STRICT,
  offers: { ...OFFERS_ALL, "alloc-zone": true },
  placement: "preferred-zone",
  fallback: "lower",
  make: (scope) => new Zoned(scope),
};
