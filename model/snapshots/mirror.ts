/**
 * An object as it was last seen, with its text. What did not change since is looked at and not written anew;
 * where values changed to others of the same width, only their words are written.
 *
 * It tells no less than an `Encoder`: each object is looked at for its class, its keys and whether it can be
 * extended, each value for being the same. What is new to it is `OTHER`, and for the encoder.
 */
import { addTo, clear, eachOf } from "./intrinsics.js";
import { hasForm, hasKeys, isOpen, type Part, partsOf } from "./part.js";
import { isScalar, widthOf } from "./scalars.js";
import type { SlotEncoder } from "./slots.js";
import * as text from "./snapshot-text.js";
import { double, halves, TextWriter } from "./text-writer.js";

/** What became of an object: nothing, other values of the same width, or more than that. */
export const SAME = 0;
export const PATCHED = 1;
export const OTHER = 2;

type Raw = Record<PropertyKey, unknown>;

/** What a word belongs to that is no value's: to a buffer, or to how objects hang together. */
const BYTES = -1;
const FORM = -2;
/** No value that is given back alone. */
const NONE = Symbol("none");

export class Mirror extends TextWriter {
  /** The number of the content it holds. */
  id = -1;
  private readonly places: readonly number[];
  private readonly values: unknown[];
  /** What differed in the comparison under way: values by their numbers, words of buffers by their places. */
  private readonly changed: number[] = [];
  private readonly news: unknown[] = [];
  private changes = 0;
  private readonly bytesAt: number[] = [];
  private readonly newBytes: number[] = [];
  private byteChanges = 0;
  /** For each word the number of its value, or what else it belongs to; made when it is first needed. */
  private owners: Int32Array | null = null;
  /** The next value of the Map or Set being compared, and whether it was alike so far. */
  private next = 0;
  private alike = true;

  private constructor(
    written: SlotEncoder,
    private readonly parts: readonly Part[],
    private readonly names: text.Names,
  ) {
    super(written.words.slice(0, written.length));
    this.length = written.length;
    this.places = [...written.places];
    this.values = [...written.values];
  }

  /** Of what was written last; `null` where that is not followed. */
  static of(written: SlotEncoder, names: text.Names): Mirror | null {
    const parts = partsOf(written);
    if (parts === null) return null;
    // A function or frozen object is given back as the one that stands for all its like.
    const stands = (value: unknown, i: number) =>
      isScalar(value) ||
      written.words[written.places[i]!] !== text.NAMED ||
      names.all[written.words[written.places[i]! + 1]!] === value;
    return written.values.every(stands) ? new Mirror(written, parts, names) : null;
  }

  /** What became of the object since. The text is that of its content now, unless that is `OTHER`. */
  compare(): number {
    const { parts } = this;
    this.changes = this.byteChanges = 0;
    for (let p = 0; p < parts.length; p++) if (!this.isLike(parts[p]!)) return OTHER;
    if (this.changes === 0 && this.byteChanges === 0) return SAME;
    for (let i = 0; i < this.changes; i++) this.set(this.changed[i]!, this.news[i]);
    for (let i = 0; i < this.byteChanges; i++) this.words[this.bytesAt[i]!] = this.newBytes[i]!;
    return PATCHED;
  }

  /**
   * Gives the object, whatever became of it, the content with the text at `words[begin]`, as long as this
   * one. False where that takes more than other values; then it may have been given a part of it.
   */
  become(words: Int32Array, begin: number): boolean {
    if (!this.read(words, begin)) return false;
    for (const part of this.parts) if (!this.giveBack(part)) return false;
    return this.compare() === SAME;
  }

  private isLike(part: Part): boolean {
    if (!hasForm(part)) return false;
    const { object, kind, keys, count } = part;
    let value = part.from;
    switch (kind) {
      case "array":
        for (let i = 0; i < count; i++, value++) {
          const item = (object as unknown[])[i];
          if (!this.isAlike(value, item) || (item === undefined && !Object.hasOwn(object, i))) return false;
        }
        return true;
      case "buffer":
        this.compareBytes(part);
        break;
      case "map":
      case "set":
        this.next = value;
        this.alike = true;
        eachOf(object, kind === "map" ? this.mapEntry : this.setItem);
        if (!this.alike) return false;
        value = this.next;
    }
    for (let k = 0; k < keys.length; k++, value++)
      if (!this.isAlike(value, (object as Raw)[keys[k]!])) return false;
    return true;
  }

  private readonly mapEntry = (value: unknown, key: unknown): void => {
    this.alike &&= Object.is(this.values[this.next], key) && this.isAlike(this.next + 1, value);
    this.next += 2;
  };

  private readonly setItem = (item: unknown): void => {
    this.alike &&= Object.is(this.values[this.next], item);
    this.next++;
  };

  /** Whether a value is as it was, or another of the same width, which is noted. */
  private isAlike(number: number, value: unknown): boolean {
    const before = this.values[number];
    if (Object.is(before, value)) return typeof value !== "function" || Object.keys(value).length === 0;
    if (!isScalar(before) || !isScalar(value) || widthOf(value) !== widthOf(before)) return false;
    this.changed[this.changes] = number;
    this.news[this.changes++] = value;
    return true;
  }

  private compareBytes({ bytes, at }: Part): void {
    for (let i = 0, w = at; i < bytes.length; i += 4, w++) {
      const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      if (word === this.words[w]) continue;
      this.bytesAt[this.byteChanges] = w;
      this.newBytes[this.byteChanges++] = word;
    }
  }

  private set(number: number, value: unknown): void {
    const end = this.length;
    this.values[number] = value;
    this.length = this.places[number]!;
    if (typeof value === "number") this.number(value);
    else if (value === undefined) this.put(text.UNDEFINED);
    else if (value === null) this.put(text.NULL);
    else if (typeof value === "boolean") this.put(value ? text.TRUE : text.FALSE);
    else {
      this.put(text.NAMED);
      this.put(this.names.of(value));
    }
    this.length = end;
  }

  /** Takes over the values and bytes of another text; false where it is one of other objects. */
  private read(words: Int32Array, begin: number): boolean {
    this.owners ??= this.ownersOfWords();
    for (let i = 0; i < this.length; i++) {
      if (words[begin + i] === this.words[i]) continue;
      const owner = this.owners[i]!;
      if (owner === FORM) return false;
      if (owner === BYTES) {
        this.words[i] = words[begin + i]!;
        continue;
      }
      const place = this.places[owner]!;
      const value = this.scalarAt(words, begin + place);
      if (value === NONE || widthOf(value) !== widthOf(this.values[owner])) return false;
      this.set(owner, value);
      i = place + widthOf(value) - 1;
    }
    return true;
  }

  private scalarAt(words: Int32Array, at: number): unknown {
    switch (words[at]) {
      case text.UNDEFINED:
        return undefined;
      case text.NULL:
        return null;
      case text.TRUE:
        return true;
      case text.FALSE:
        return false;
      case text.INTEGER:
        return words[at + 1];
      case text.DOUBLE:
        halves[0] = words[at + 1]!;
        halves[1] = words[at + 2]!;
        return double[0];
      case text.NAMED: {
        const named = this.names.all[words[at + 1]!];
        return isScalar(named) ? named : NONE;
      }
      default:
        return NONE;
    }
  }

  private ownersOfWords(): Int32Array {
    const owners = new Int32Array(this.length).fill(FORM);
    for (const { at, bytes } of this.parts) owners.fill(BYTES, at, at + ((bytes.length + 3) >> 2));
    for (const [number, value] of this.values.entries())
      if (isScalar(value)) owners.fill(number, this.places[number]!, this.places[number]! + widthOf(value));
    return owners;
  }

  /** Writes what an object does not have; false where it is no longer one that can be given all of it. */
  private giveBack(part: Part): boolean {
    const { object, kind, keys, count, bytes, at } = part;
    if (!isOpen(part)) return false;
    let value = part.from;
    switch (kind) {
      case "array":
        (object as unknown[]).length = count;
        for (let i = 0; i < count; i++, value++) this.assign(object, i, value);
        return true;
      case "view":
        return true; // its elements are its buffer's, and what else it has, a comparison sees
      case "buffer":
        if (bytes.length !== count) return false; // it was transferred
        for (let i = 0; i < count; i++) bytes[i] = this.words[at + (i >> 2)]! >>> (8 * (i & 3));
        break;
      case "map":
      case "set":
        clear(object);
        for (let i = 0; i < count; i++) {
          const key = this.values[value++];
          addTo(object, key, kind === "map" && this.values[value++]);
        }
    }
    if (!hasKeys(part)) return false;
    for (let k = 0; k < keys.length; k++, value++) this.assign(object, keys[k]!, value);
    return true;
  }

  private assign(object: object, key: string | number, number: number): void {
    const value = this.values[number];
    if (!Object.is((object as Raw)[key], value)) (object as Raw)[key] = value;
  }
}
