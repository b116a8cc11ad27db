import { show } from "../model/basics/wording.js";
import { RegionMap } from "../model/modules/regions/map.js";
import type { RegionQueries } from "../model/socket/allocator.js";
import type { Specification } from "../model/specification/specification.js";
import { type Place, placesOf, read } from "../model/state/layout.js";
import {
  ABSENT,
  ALLOCATED,
  FLAG_BITS,
  FREE,
  type FrameRange,
  framesOf,
  METADATA,
} from "../model/words/frames.js";
import { describeRange } from "../model/words/parameters.js";
import type { StateProperty, Violation } from "./property.js";

/** What the allocator says of memory as regions is what the specification says. */
export const queries: StateProperty = {
  id: "queries",
  statement: "what the allocator says of memory as regions is so",
  because: "who asks for memory by place believes the answer: a wrong one is written to, or never used",
  bind(allocator, specification) {
    if (allocator.regions === undefined || !specification.scope.modules.includes("regions")) return null;
    const known = new Known(specification);
    // In a pool too large for every command those of the ranges that are named: of 64 units there are 2,080.
    const questions = questionsIn(known, specification.ranges.ranges);
    return (words, at) => {
      known.look(words, at);
      const said = allocator.regions!(); // checked above
      for (const question of questions) {
        const violation = question(said);
        if (violation !== null) return violation;
      }
      return null;
    };
  },
};

/** What the specification knows of one state, unit by unit. */
class Known {
  readonly map: RegionMap;
  /** Whether a unit is reserved; `undefined` where the allocator may see it either way. */
  readonly reserved: (boolean | undefined)[] = [];
  bottomUp = false;
  /** The limit as it was set, and whether the page allocator has the memory. */
  limit = 0;
  over = false;
  private readonly kinds: number[] = [];
  private readonly limitPlace: Place | undefined;
  private readonly directionPlace: Place;
  private readonly overPlace: Place | undefined;

  constructor(private readonly specification: Specification) {
    const { scope, layout } = specification;
    this.map = new RegionMap(scope, layout);
    this.limitPlace = layout.places.get("limit")?.[0];
    this.directionPlace = placesOf(layout, "bottom-up")[0]!;
    this.overPlace = scope.modules.includes("hand-over") ? placesOf(layout, "boot-over")[0] : undefined;
  }

  look(words: Int32Array, at: number): void {
    const { map, specification, limitPlace, overPlace } = this;
    map.look(words, at);
    this.over = overPlace !== undefined && read(words, at, overPlace) === 1;
    for (let unit = 0; unit < map.like.length; unit++) {
      const kind = specification.kindOf(words, at, unit);
      this.kinds[unit] = kind;
      this.reserved[unit] = kind !== FREE && kind !== ABSENT && kind !== ALLOCATED;
      // Its own array is among the reservations, unless it came from the page allocator.
      if (this.over && kind === METADATA) this.reserved[unit] = undefined;
    }
    this.bottomUp = read(words, at, this.directionPlace) === 1;
    this.limit = limitPlace === undefined ? 0 : read(words, at, limitPlace);
  }

  /** Whether some unit of a range is reserved; `undefined` where that is not sure. */
  isAnyReserved({ start, count }: FrameRange): boolean | undefined {
    const units = this.reserved.slice(start, start + count);
    return units.includes(true) || (units.includes(undefined) ? undefined : false);
  }

  /** How many units are reserved; `undefined` where that is not sure. */
  reservedSize(): number | undefined {
    return this.reserved.includes(undefined) ? undefined : this.reserved.filter(Boolean).length;
  }

  isMemory(unit: number): boolean {
    return (this.map.like[unit] ?? -1) >= 0;
  }

  isMapped(unit: number): boolean {
    return this.isMemory(unit) && !this.map.has(unit, FLAG_BITS.nomap);
  }

  isFree(unit: number): boolean {
    return this.kinds[unit] === FREE && this.isMapped(unit) && !this.map.has(unit, FLAG_BITS.hotplug);
  }

  unitsThat(is: (unit: number) => boolean): number[] {
    return Array.from(this.map.like.keys()).filter(is);
  }
}

type Question = (said: RegionQueries) => Violation | null;

function questionsIn(known: Known, ranges: readonly FrameRange[]): Question[] {
  const ofUnit = (
    name: "isMemory" | "isReserved" | "isMapMemory",
    is: (unit: number) => boolean | undefined,
  ) =>
    known
      .unitsThat(() => true)
      .map(
        (unit): Question =>
          (said) =>
            differ(`${name}(${unit})`, said[name]?.(unit), is(unit)),
      );
  const ofRange = (
    name: "isRegionMemory" | "isRegionReserved",
    is: (range: FrameRange) => boolean | undefined,
  ) =>
    ranges.map(
      (range): Question =>
        (said) => {
          const answer = said[name]?.(range.start, range.count);
          return differ(`${name}(${describeRange(range)})`, answer, is(range));
        },
    );
  const reserved = (unit: number) => known.reserved[unit];
  return [
    ...ofUnit("isMemory", (unit) => known.isMemory(unit)),
    ...ofUnit("isReserved", reserved),
    ...ofUnit("isMapMemory", (unit) => known.isMapped(unit)),
    ...ofRange("isRegionMemory", ({ start, count }) => {
      return known.isMemory(start) && known.map.endOfRun(start) >= start + count;
    }),
    ...ofRange("isRegionReserved", (range) => known.isAnyReserved(range)),
    (said) =>
      differ("physMemSize", said.physMemSize?.(), known.unitsThat((unit) => known.isMemory(unit)).length),
    (said) => differ("reservedSize", said.reservedSize?.(), known.reservedSize()),
    (said) => ofEnd("startOfDram", said, known.unitsThat((unit) => known.isMemory(unit))[0]),
    (said) => {
      const last = known.unitsThat((unit) => known.isMemory(unit)).at(-1);
      return ofEnd("endOfDram", said, last === undefined ? undefined : last + 1);
    },
    (said) =>
      known.over
        ? null
        : ofRanges(
            "freeRanges",
            said.freeRanges?.(),
            known.unitsThat((u) => known.isFree(u)),
          ),
    (said) => {
      const ranges = known.over ? undefined : said.freeRangesReverse?.();
      return ofRanges(
        "freeRangesReverse",
        ranges?.toReversed(),
        known.unitsThat((u) => known.isFree(u)),
      );
    },
    (said) =>
      known.reservedSize() === undefined
        ? null
        : ofRanges(
            "reservedRanges",
            said.reservedRanges?.(),
            known.unitsThat((unit) => reserved(unit) === true),
          ),
    (said) => differ("currentLimit", said.currentLimit?.(), known.limit),
    (said) => differ("bottomUp", said.bottomUp?.(), known.bottomUp),
  ];
}

/** One answer against another; what is not answered at all is no opinion, and what is not known no answer. */
function differ(name: string, said: unknown, is: unknown): Violation | null {
  if (said === undefined || is === undefined || said === is) return null;
  return { expected: `${name} is ${show(is)}`, found: `the allocator says ${show(said)}` };
}

/** An end of memory, asked only where there is some. */
function ofEnd(name: "startOfDram" | "endOfDram", said: RegionQueries, is: number | undefined) {
  return is === undefined ? null : differ(name, said[name]?.(), is);
}

/** Ranges against the units they should hold in their order: where one ends and the next begins is free. */
function ofRanges(
  name: string,
  said: readonly FrameRange[] | undefined,
  is: readonly number[],
): Violation | null {
  if (said === undefined) return null;
  const units = said.flatMap(framesOf);
  if (units.join() === is.join()) return null;
  const words = (those: readonly number[]) => (those.length === 0 ? "none" : those.join(", "));
  return { expected: `${name} hold the units ${words(is)}`, found: `the allocator says ${words(units)}` };
}
