/** Faulty versions of zoned: each asks, serves or keeps a zone in one wrong way. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { Zoned, zoned } from "../frames/zoned.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

/** Where all that may serve are used up, goes on with those that may not. */
class FallsUpwards extends Zoned {
  protected override searched(zone: number): number[] {
    const lower = super.searched(zone);
    return [...lower, ...super.searched(this.zones).filter((other) => !lower.includes(other))];
  }
}

/** Serves from another zone while its own has frames. */
class SwapsZones extends Zoned {
  override allocZone(zone: number): number {
    const above = zone + 1;
    if (above > this.zones || !this.isLeft(zone) || !this.isLeft(above)) return super.allocZone(zone);
    return this.handOut(this.first(above));
  }
}

/** Answers the first frame of a zone that has a free one, whoever has it. */
class AnswersTheFirst extends Zoned {
  override allocZone(zone: number): number {
    const from = this.serving(zone);
    if (from === undefined) return reasons.EXHAUSTED;
    const first = this.zoneOf.indexOf(from);
    return this.observe(first) === FREE ? this.handOut(first) : first;
  }
}

/** Looks into the lowest zone first. */
class LowestFirst extends Zoned {
  protected override searched(zone: number): number[] {
    return super.searched(zone).reverse();
  }
}

/** Looks into its own zone alone, though it says that others serve. */
class NeverFallsBack extends Zoned {
  override allocZone(zone: number): number {
    return this.isLeft(zone) ? super.allocZone(zone) : reasons.EXHAUSTED;
  }
}

/** Puts what is given back on the list of the highest zone. */
class ReturnsElsewhere extends Zoned {
  override free(frame: number): number {
    const refusal = this.refuseFree(frame);
    if (refusal !== ACCEPTED) return refusal;
    this.holder[frame] = FREE;
    this.put(frame, this.zones);
    return ACCEPTED;
  }

  protected override listOf(frame: number): number {
    return this.isOn(this.zones, frame) ? this.zones : super.listOf(frame);
  }
}

const version = (
  name: string,
  summary: string,
  Version: new (...given: ConstructorParameters<typeof Zoned>) => Zoned,
) => faulty(zoned, name, summary, (scope) => new Version(scope));

/** The versions. */
export const ZONE_FAULTS: readonly AllocatorDefinition[] = [
  version(
    "falls-upwards",
    "where the zones that serve a request are used up, it takes a frame of a higher one",
    FallsUpwards,
  ),
  version("swaps-zones", "a request is served by the zone above while its own has frames", SwapsZones),
  version(
    "answers-the-first",
    "answers the first frame of a zone that has a free one, whoever has it",
    AnswersTheFirst,
  ),
  version("lowest-first", "takes from the lowest zone that serves a request before its own", LowestFirst),
  version(
    "never-falls-back",
    "refuses when the zone asked for is used up, though others serve it",
    NeverFallsBack,
  ),
  version("returns-elsewhere", "what is freed goes on the list of the highest zone", ReturnsElsewhere),
];
