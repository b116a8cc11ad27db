/**
 * The entries of a list of ranges, as they lie in bytes: a header, then four bytes an entry.
 *
 * What no entry uses is zero, so equal lists have equal bytes. `regions.ts` says what may be done with them.
 */
import { ADDRESS_MAX } from "./constants.js";

/** The header: how many entries, how often the array grew, where it lies, and the sum of all sizes. */
const [CNT, GROWN, PLACE, TOTAL] = [0, 1, 2, 3];
const HEADER = 4;
/** An entry: where it begins, its size, its flags and its node. */
const [BASE, SIZE] = [0, 1];
/** The fields of an entry that may change alone. */
export const [FLAGS, NID] = [2, 3];
const ENTRY = 4;

/** The place of an array that never grew: it is part of the kernel and lies in no memory of the list. */
export const STATIC = ADDRESS_MAX;

/**
 * The largest a list can grow to: `capacity` doubled until all of `cells` units can be entries, and two more.
 */
export function roomOf(cells: number, capacity: number): number {
  let room = capacity;
  while (room < cells + 2) room *= 2;
  return room;
}

/** How many bytes a list of so many entries needs. */
export function bytesOf(room: number): number {
  return HEADER + room * ENTRY;
}

export class Entries {
  private readonly room: number;

  /** The bytes of a list decide all about it; they are made an empty list here. */
  constructor(
    protected readonly bytes: Uint8Array,
    private readonly capacity: number,
  ) {
    this.room = (bytes.length - HEADER) / ENTRY;
    bytes.fill(0);
    bytes[PLACE] = STATIC;
  }

  get cnt(): number {
    return this.bytes[CNT]!;
  }

  /** How many entries the array can hold as it is. */
  get max(): number {
    return this.capacity << this.bytes[GROWN]!;
  }

  /** The unit where a grown array begins, or `STATIC`. */
  get place(): number {
    return this.bytes[PLACE]!;
  }

  /** The sum of all sizes. A byte holds it: entries are disjoint. */
  get total_size(): number {
    return this.bytes[TOTAL]!;
  }

  base(i: number): number {
    return this.at(i, BASE);
  }

  size(i: number): number {
    return this.at(i, SIZE);
  }

  end(i: number): number {
    return this.at(i, BASE) + this.at(i, SIZE);
  }

  flags(i: number): number {
    return this.at(i, FLAGS);
  }

  nid(i: number): number {
    return this.at(i, NID);
  }

  /** Gives an entry other bounds. The caller sees to the order. */
  resize(i: number, base: number, size: number): void {
    this.bytes[TOTAL]! += size - this.size(i);
    this.set_bounds(i, base, size);
  }

  /** The same, and the sum of all sizes stays what it was: for who sees to that. */
  set_bounds(i: number, base: number, size: number): void {
    this.put(i, BASE, base);
    this.put(i, SIZE, size);
  }

  remove_region(i: number): void {
    const { bytes, cnt } = this;
    bytes[TOTAL]! -= this.size(i);
    bytes.copyWithin(bytesOf(i), bytesOf(i + 1), bytesOf(cnt));
    bytes.fill(0, bytesOf(cnt - 1), bytesOf(cnt));
    bytes[CNT]!--;
  }

  /** Whether twice as many entries have room in the bytes. */
  get can_double(): boolean {
    return this.max * 2 <= this.room;
  }

  /** Twice as many entries, in an array at `place`. */
  double(place: number): void {
    this.bytes[GROWN]!++;
    this.bytes[PLACE] = place;
  }

  /** What is wrong with the list, or `null`. */
  audit(): string | null {
    let sum = 0;
    for (let i = 0; i < this.cnt; i++) {
      sum += this.size(i);
      if (this.size(i) === 0 || this.end(i) > ADDRESS_MAX) return `entry ${i} is empty or passes the end`;
      if (i === 0 || this.end(i - 1) < this.base(i)) continue;
      if (this.end(i - 1) > this.base(i)) return `entries ${i - 1} and ${i} overlap or are out of order`;
      if (this.nid(i - 1) === this.nid(i) && this.flags(i - 1) === this.flags(i))
        return `entries ${i - 1} and ${i} touch and are alike`;
    }
    if (sum !== this.total_size) return `the total is ${this.total_size}, the sizes add up to ${sum}`;
    if (this.cnt > this.max || this.max > this.room) return `${this.cnt} entries, ${this.max} have room`;
    return this.bytes.subarray(bytesOf(this.cnt)).some((byte) => byte !== 0)
      ? "unused bytes are not zero"
      : null;
  }

  protected insert_region(i: number, base: number, size: number, nid: number, flags: number): void {
    const { bytes, cnt } = this;
    bytes.copyWithin(bytesOf(i + 1), bytesOf(i), bytesOf(cnt));
    bytes.set([base, size, flags, nid], bytesOf(i));
    bytes[CNT]!++;
    bytes[TOTAL]! += size;
  }

  protected at(i: number, field: number): number {
    return this.bytes[HEADER + i * ENTRY + field]!;
  }

  protected put(i: number, field: number, value: number): void {
    this.bytes[HEADER + i * ENTRY + field] = value;
  }
}
