/**
 * A sorted list of ranges of the address space, as `struct memblock_type` of Linux (`mm/memblock.c`).
 *
 * Entries are disjoint, and no two that touch have the same node and flags. Adding is a set union: what is
 * there already keeps its node and flags. Whatever splits entries first asks for room, and the list grows
 * through its owner, who finds a place for the larger array.
 */
import { EINVAL, ENOMEM, memblock_cap_size } from "./constants.js";
import { Entries, FLAGS, NID } from "./entries.js";

/** Finds room for a list that is full: true when it grew. It keeps away from the range where it can. */
export type Grow = (list: Regions, avoid_start: number, avoid_size: number) => boolean;

/** Entries `start` to `end - 1`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export class Regions extends Entries {
  constructor(
    bytes: Uint8Array,
    capacity: number,
    private readonly grow: Grow,
  ) {
    super(bytes, capacity);
  }

  /** Adds what of the range is not there yet, with this node and these flags. */
  add_range(base: number, size: number, nid: number, flags: number): number {
    const capped = memblock_cap_size(base, size);
    if (capped <= 0) return capped === 0 ? 0 : EINVAL;
    // At the most a part before each entry and one behind the last; where that fits no one need count.
    if (this.cnt * 2 + 1 > this.max) {
      const parts = this.unite(base, base + capped, nid, flags, false);
      if (parts === 0) return 0;
      while (this.cnt + parts > this.max) if (!this.grow(this, base, capped)) return ENOMEM;
    }
    this.unite(base, base + capped, nid, flags, true);
    return 0;
  }

  /** One pass of a union: counts the parts that are missing, and inserts them if it shall. */
  private unite(from: number, end: number, nid: number, flags: number, insert: boolean): number {
    let [base, parts, i] = [from, 0, 0];
    let [first, behind] = [-1, 0];
    const missing = (until: number) => {
      parts++;
      if (!insert) return;
      if (first < 0) first = i;
      behind = i + 1;
      this.insert_region(i++, base, until - base, nid, flags);
    };
    for (; i < this.cnt && this.base(i) < end; i++) {
      if (this.end(i) <= base) continue;
      if (this.base(i) > base) missing(this.base(i));
      base = this.end(i);
    }
    if (base < end) missing(end);
    if (first >= 0) this.merge_regions(first, behind);
    return parts;
  }

  /**
   * Splits entries so that the range begins and ends where entries do, and says which lie in it. It asks for
   * room for two more even where nothing is split. An error where there is none, and nothing has changed.
   */
  isolate_range(base: number, size: number): Span | number {
    const capped = memblock_cap_size(base, size);
    if (capped <= 0) return capped === 0 ? { start: 0, end: 0 } : EINVAL;
    while (this.cnt + 2 > this.max) if (!this.grow(this, base, capped)) return ENOMEM;
    let [start, behind] = [0, 0];
    const end = base + capped;
    for (let i = 0; i < this.cnt && this.base(i) < end; i++) {
      if (this.end(i) <= base) continue;
      if (this.base(i) < base) this.split(i, base);
      else {
        if (this.end(i) > end) this.split(i, end);
        if (behind === 0) start = i;
        behind = i + 1;
      }
    }
    return { start, end: behind };
  }

  /** Removes all of the range that is there. Ranges that are not there are none to it. */
  remove_range(base: number, size: number): number {
    const span = this.isolate_range(base, size);
    if (typeof span === "number") return span;
    for (let i = span.end - 1; i >= span.start; i--) this.remove_region(i);
    return 0;
  }

  /** Sets or clears flags in the range. */
  setclr_flag(base: number, size: number, set: boolean, flag: number): number {
    return this.change(base, size, FLAGS, (is) => (set ? is | flag : is & ~flag));
  }

  /** Puts the range on a node. */
  set_node(base: number, size: number, nid: number): number {
    return this.change(base, size, NID, () => nid);
  }

  private change(base: number, size: number, field: number, to: (is: number) => number): number {
    const span = this.isolate_range(base, size);
    if (typeof span === "number") return span;
    for (let i = span.start; i < span.end; i++) this.put(i, field, to(this.at(i, field)));
    this.merge_regions(span.start, span.end);
    return 0;
  }

  /** Clears flags of every entry. Nothing is split, so it needs no room. */
  clear_everywhere(flag: number): void {
    for (let i = 0; i < this.cnt; i++) this.put(i, FLAGS, this.flags(i) & ~flag);
    this.merge_regions(0, this.cnt);
  }

  /** Whether the range and an entry have a unit in common; an empty range does strictly inside an entry. */
  overlaps(base: number, size: number): boolean {
    const capped = memblock_cap_size(base, size);
    if (capped < 0) return false;
    for (let i = 0; i < this.cnt; i++) if (base < this.end(i) && this.base(i) < base + capped) return true;
    return false;
  }

  /** The entry an address lies in, or -1. */
  search(address: number): number {
    let [low, high] = [0, this.cnt];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (address < this.base(middle)) high = middle;
      else if (address >= this.end(middle)) low = middle + 1;
      else return middle;
    }
    return -1;
  }

  /** Joins neighbours that touch and are alike, from the one before `start` on to the one at `end`. */
  merge_regions(start: number, end: number): void {
    let last = Math.min(end, this.cnt - 1);
    for (let i = Math.max(0, start - 1); i < last; ) {
      const alike = this.nid(i) === this.nid(i + 1) && this.flags(i) === this.flags(i + 1);
      if (!alike || this.end(i) !== this.base(i + 1)) i++;
      else {
        const joined = this.size(i) + this.size(i + 1);
        this.remove_region(i + 1);
        this.resize(i, this.base(i), joined);
        last--;
      }
    }
  }

  private split(i: number, at: number): void {
    const [base, size] = [this.base(i), this.size(i)];
    this.resize(i, at, base + size - at);
    this.insert_region(i, base, at - base, this.nid(i), this.flags(i));
  }
}
