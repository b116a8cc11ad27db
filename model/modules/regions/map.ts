/**
 * What memory there is in a packed state, unit by unit, and the places that `alloc-range` may answer.
 *
 * Two units are alike when they are memory of one node with the same flags; a run of such units is what a
 * boot allocator keeps as one entry, and nothing is handed out across the end of one.
 */
import { bitAt, type Layout, type Place, placesOf, read } from "../../state/layout.js";
import type { CommandOf } from "../../words/commands.js";
import { FLAG_BITS, FLAGS } from "../../words/frames.js";
import { gridOf, nodesOf, type Scope } from "../../words/scope.js";
import { firstPlace } from "./rules.js";

/** In what a unit is its flags lie below the number of its node. */
const NODE_SHIFT = 3;

/** The planes that say of which node memory is: none says that it is of the first. */
export function nodePlanes(scope: Scope, layout: Layout): (readonly Place[])[] {
  const later = Array.from({ length: Math.max(0, nodesOf(scope) - 1) }, (_, i) => `node-${i + 2}`);
  return later.map((id) => placesOf(layout, id));
}

/** The planes of the flags, where the scope has them. */
export function flagPlanes(layout: Layout): (readonly Place[])[] {
  return FLAGS.flatMap((flag) => {
    const places = layout.places.get(flag);
    return places === undefined ? [] : [places];
  });
}

export class RegionMap {
  /** For each unit what it is: -1 for no memory, else its node (0 for the first) and its flags. */
  readonly like: Int32Array;
  /** Nothing is accessible from this unit on. */
  limit = 0;
  private readonly absent: readonly Place[];
  private readonly nodes: readonly (readonly Place[])[];
  private readonly flags: readonly (readonly Place[])[];
  private readonly limitPlace: Place | undefined;

  constructor(
    readonly scope: Scope,
    layout: Layout,
  ) {
    this.like = new Int32Array(gridOf(scope));
    this.absent = placesOf(layout, "absent");
    this.nodes = nodePlanes(scope, layout);
    this.flags = flagPlanes(layout);
    this.limitPlace = layout.places.get("limit")?.[0];
  }

  /** Takes the packed state at `words[at]`. */
  look(words: Int32Array, at: number): void {
    const { like, absent, nodes, flags, limitPlace } = this;
    for (let unit = 0; unit < like.length; unit++) {
      let is = 0;
      for (let n = 0; n < nodes.length; n++)
        if (bitAt(words, at, nodes[n]!, unit)) is = (n + 1) << NODE_SHIFT;
      for (let f = 0; f < flags.length; f++) if (bitAt(words, at, flags[f]!, unit)) is |= 1 << f;
      like[unit] = bitAt(words, at, absent, unit) ? -1 : is;
    }
    const limit = limitPlace === undefined ? 0 : read(words, at, limitPlace);
    this.limit = limit === 0 ? like.length : limit;
  }

  /** The unit behind the last of those that are like `unit` and lie in a row with it. */
  endOfRun(unit: number): number {
    let end = unit + 1;
    while (end < this.like.length && this.like[end] === this.like[unit]) end++;
    return end;
  }

  /** Whether a unit is memory with a flag. */
  has(unit: number, flag: number): boolean {
    return this.like[unit]! >= 0 && (this.like[unit]! & flag) !== 0;
  }

  /** Whether a unit is memory of a node, or of any for 0. */
  isOn(unit: number, node: number): boolean {
    return this.like[unit]! >= 0 && (node === 0 || this.like[unit]! >> NODE_SHIFT === node - 1);
  }

  /** How many units of memory there are. */
  total(): number {
    let total = 0;
    for (let unit = 0; unit < this.like.length; unit++) if (this.like[unit]! >= 0) total++;
    return total;
  }
}

/** The attempts of one `alloc-range`, in their order: where to look, on which node. */
export class Attempts {
  private readonly lowers: readonly number[];
  private readonly nodes: readonly number[];
  private readonly end: number;
  private readonly limited: boolean;
  private readonly count: number;
  private readonly align: number;

  constructor(scope: Scope, { count, align, window, node, search }: CommandOf<"alloc-range">) {
    const lower = window?.start ?? 0;
    const above = Math.max(lower, firstPlace(scope));
    // Only a search by virtual address drops the lower bound, and only where there was one.
    this.lowers = search === "phys" || lower === 0 ? [above] : [above, firstPlace(scope)];
    this.nodes = node === 0 || search === "exact" ? [node] : [node, 0];
    this.end = window === null ? gridOf(scope) : window.start + window.count;
    this.limited = window === null || search !== "phys";
    this.count = count;
    this.align = align;
  }

  /**
   * Sets the bit of each place of the first attempt that finds one in `bits[from]` and on, which are clear;
   * returns whether there is one. `free` are words of the units that are free and may be handed out.
   */
  find(map: RegionMap, free: Int32Array, at: number, bits: Int32Array, from: number): boolean {
    const { lowers, nodes } = this;
    for (let l = 0; l < lowers.length; l++)
      for (let mirror = FLAG_BITS.mirror as number; mirror >= 0; mirror -= FLAG_BITS.mirror)
        for (let n = 0; n < nodes.length; n++)
          if (this.attempt(map, free, at, bits, from, lowers[l]!, mirror, nodes[n]!)) return true;
    return false;
  }

  private attempt(
    map: RegionMap,
    free: Int32Array,
    at: number,
    bits: Int32Array,
    from: number,
    lower: number,
    mirror: number,
    node: number,
  ): boolean {
    const { count, align, limited } = this;
    const upper = limited ? Math.min(this.end, map.limit) : this.end;
    let found = false;
    for (let first = Math.ceil(lower / align) * align; first + count <= upper; first += align) {
      let unit = first;
      while (unit < first + count && map.like[unit] === map.like[first] && isSet(free, at, unit)) unit++;
      if (unit < first + count || !map.isOn(first, node)) continue;
      if (map.has(first, FLAG_BITS.hotplug) || (mirror !== 0 && !map.has(first, mirror))) continue;
      bits[from + (first >>> 5)]! |= 1 << (first & 31);
      found = true;
    }
    return found;
  }
}

function isSet(words: Int32Array, at: number, unit: number): boolean {
  return ((words[at + (unit >>> 5)]! >>> (unit & 31)) & 1) === 1;
}
