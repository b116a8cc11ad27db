/** A boot allocator that keeps a byte of what memory is and one of who holds it for each unit. */

import { CONTRACTS } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition, RegionQueries } from "../../model/socket/allocator.js";
import { ABSENT, FREE, type FrameRange, METADATA, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { gridOf, type Scope, unitsOf } from "../../model/words/scope.js";

/** Where each byte lies behind the two of every unit. */
const LIMIT = 0;
const UPWARDS = 1;
const RESIZABLE = 2;
const ARRAY = 3;
const MORE = 4;

/** No memory. */
const NONE = 255;
const HELD = 1;
const OWN = 2;

/** What may be wrong with one. */
export interface Quirks {
  /** The direction is not looked at: this is the one it looks in. */
  readonly oneWay?: "up" | "down";
  /** The array moves, on the first reservation of two units, as this says. */
  readonly grows?: (held: (unit: number) => boolean, range: FrameRange) => number;
  /** The array may move before it is allowed to. */
  readonly eager?: true;
  readonly queries?: (right: RegionQueries) => RegionQueries;
}

class Bytes implements Allocator {
  readonly state: Uint8Array;
  private readonly grid: number;
  private readonly first: number;

  constructor(
    scope: Scope,
    private readonly quirks: Quirks,
  ) {
    this.grid = gridOf(scope);
    this.first = unitsOf(scope);
    this.state = new Uint8Array(2 * this.grid + MORE);
  }

  private is(unit: number): number {
    return this.state[2 * unit] ?? NONE;
  }

  private holder(unit: number): number {
    return this.state[2 * unit + 1] ?? 0;
  }

  private byte(which: number): number {
    return this.state[2 * this.grid + which] ?? 0;
  }

  private put(which: number, value: number): number {
    this.state[2 * this.grid + which] = value;
    return 0;
  }

  private each(start: number, count: number, change: (unit: number) => void): number {
    for (let unit = Math.max(0, start); unit < Math.min(this.grid, start + count); unit++) change(unit);
    return 0;
  }

  reserve(start: number, count: number): number {
    this.each(start, count, (unit) => {
      if (this.holder(unit) === 0) this.state[2 * unit + 1] = HELD;
    });
    return this.grow({ start, count });
  }

  private grow(range: FrameRange): number {
    const { grows, eager } = this.quirks;
    if (grows === undefined || range.count < 2 || this.byte(ARRAY) !== 0) return 0;
    if (!eager && this.byte(RESIZABLE) === 0) return 0;
    const place = grows((unit) => this.is(unit) === NONE || this.holder(unit) !== 0, range);
    if (place < 0) return 0;
    this.each(place, this.first, (unit) => {
      this.state[2 * unit + 1] = OWN;
    });
    this.put(ARRAY, place + 1);
    return (place + 1) << 16;
  }

  release(start: number, count: number): number {
    return this.each(start, count, (unit) => {
      this.state[2 * unit + 1] = 0;
    });
  }

  borrow(): number {
    return 0;
  }

  drop(): number {
    return 0;
  }

  addRange(start: number, count: number): number {
    return this.each(start, count, (unit) => {
      if (this.is(unit) === NONE) this.state[2 * unit] = 0;
    });
  }

  removeRange(start: number, count: number): number {
    return this.each(start, count, (unit) => {
      this.state[2 * unit] = NONE;
    });
  }

  setDirection(upwards: number): number {
    return this.put(UPWARDS, upwards);
  }

  setLimit(limit: number): number {
    return this.put(LIMIT, limit);
  }

  capRange(start: number, count: number): number {
    if (count === 0 || !this.units().some((unit) => this.is(unit) !== NONE)) return 0;
    return this.each(0, this.grid, (unit) => {
      if (unit >= start && unit < start + count) return;
      this.state[2 * unit] = NONE;
      this.state[2 * unit + 1] = 0;
    });
  }

  allowResize(): number {
    return this.put(RESIZABLE, 1);
  }

  allocRange(
    count: number,
    align: number,
    start: number,
    end: number,
    _node: number,
    search: number,
  ): number {
    const limit = this.byte(LIMIT) === 0 ? this.grid : this.byte(LIMIT);
    const upper = end === 0 ? limit : search === 0 ? end : Math.min(end, limit);
    const fits = (lower: number) =>
      this.units().filter(
        (place) =>
          place % align === 0 &&
          place >= Math.max(lower, this.first) &&
          place + count <= upper &&
          this.units(place, count).every((unit) => this.is(unit) === 0 && this.holder(unit) === 0),
      );
    const places = search === 0 || fits(start).length > 0 ? fits(start) : fits(0);
    const upwards = (this.quirks.oneWay ?? (this.byte(UPWARDS) === 1 ? "up" : "down")) === "up";
    const place = upwards ? places[0] : places.at(-1);
    if (place === undefined) return reasons.EXHAUSTED;
    this.each(place, count, (unit) => {
      this.state[2 * unit + 1] = HELD;
    });
    return place | this.grow({ start: place, count });
  }

  observe(unit: number): number {
    if (this.holder(unit) === OWN) return METADATA;
    if (this.holder(unit) === HELD) return TAKEN; // by whom it does not know
    return this.is(unit) === NONE ? ABSENT : FREE;
  }

  regions(): RegionQueries {
    const memory = () => this.units().filter((unit) => this.is(unit) !== NONE);
    const held = () => this.units().filter((unit) => this.holder(unit) !== 0);
    const free = () => memory().filter((unit) => this.holder(unit) === 0);
    const one = (start: number): FrameRange => ({ start, count: 1 });
    const right: RegionQueries = {
      isMemory: (unit) => this.is(unit) !== NONE,
      isMapMemory: (unit) => this.is(unit) !== NONE,
      isReserved: (unit) => this.holder(unit) !== 0,
      isRegionMemory: (start, count) => this.units(start, count).every((unit) => this.is(unit) !== NONE),
      isRegionReserved: (start, count) => this.units(start, count).some((unit) => this.holder(unit) !== 0),
      physMemSize: () => memory().length,
      reservedSize: () => held().length,
      startOfDram: () => memory()[0] ?? -1,
      endOfDram: () => (memory().at(-1) ?? -1) + 1,
      freeRanges: () => free().map(one),
      freeRangesReverse: () => free().map(one).reverse(),
      reservedRanges: () => held().map(one),
      currentLimit: () => this.byte(LIMIT),
      bottomUp: () => this.byte(UPWARDS) === 1,
    };
    return this.quirks.queries?.(right) ?? right;
  }

  private units(start = 0, count = this.grid): number[] {
    return Array.from({ length: count }, (_, i) => start + i);
  }
}

const OFFERED = ["reserve", "release", "borrow", "drop", "add", "remove", "alloc-range", "set-direction"];

/** One with some quirks; none, and it keeps the contract of memblock. */
export function bytesOf(name: string, quirks: Quirks, ...more: string[]): AllocatorDefinition {
  const contract = CONTRACTS.find(({ id }) => id === "memblock");
  if (contract === undefined) throw new Error("no contract memblock");
  return {
    name,
    summary: "a byte a unit",
    class: "sound",
    contract,
    offers: Object.fromEntries([...OFFERED, ...more].map((kind) => [kind, true])),
    placement: "directed",
    units: true,
    make: (scope) => new Bytes(scope, quirks),
  };
}
