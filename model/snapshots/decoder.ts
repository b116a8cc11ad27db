/** Makes values of the words that an `Encoder` wrote. */

import type { Families, Family, ObjectKind } from "./copy-kinds.js";
import { addTo, clear, fieldsOfView, setTimeOf, viewOf } from "./intrinsics.js";
import * as text from "./snapshot-text.js";

type Raw = Record<PropertyKey, unknown>;

export class Decoder {
  private words: Int32Array = new Int32Array(0);
  private at = 0;
  /** The objects of the text so far, and of each its family and integrity. */
  private readonly made: object[] = [];
  private readonly families: Family[] = [];
  private readonly integrities: number[] = [];
  private readonly halves = new Int32Array(2);
  private readonly double = new Float64Array(this.halves.buffer);
  /** What the first objects' content goes into, where not into fresh ones. */
  private targets: readonly object[] = [];

  constructor(
    private readonly known: Families,
    private readonly names: text.Names,
  ) {}

  /** The value whose text begins at `words[at]`; its content goes into `target` where one is given. */
  decode(words: Int32Array, at: number, target: object | null): unknown {
    const { made, integrities } = this;
    this.words = words;
    this.at = at;
    this.targets = target === null ? [] : ArrayBuffer.isView(target) ? [target, target.buffer] : [target];
    made.length = this.families.length = integrities.length = 0;
    const value = this.any();
    for (let number = 0; number < made.length; number++) this.body(number);
    for (let number = made.length - 1; number >= 0; number--)
      if (integrities[number] !== text.EXTENSIBLE) close(made[number]!, integrities[number]!);
    return value;
  }

  private next(): number {
    return this.words[this.at++]!;
  }

  private any(): unknown {
    switch (this.next()) {
      case text.NULL:
        return null;
      case text.TRUE:
        return true;
      case text.FALSE:
        return false;
      case text.INTEGER:
        return this.next();
      case text.DOUBLE:
        return this.float();
      case text.NAMED:
        return this.names.all[this.next()];
      case text.AGAIN:
        return this.made[this.next()];
      case text.OBJECT:
        return this.object();
      default:
        return undefined;
    }
  }

  private float(): number {
    this.halves[0] = this.next();
    this.halves[1] = this.next();
    return this.double[0]!;
  }

  /** An object without its entries and fields. */
  private object(): object {
    const word = this.next();
    const family = this.known.all[word >>> 2]!;
    const number = this.made.length;
    const target = this.targets[number] ?? null;
    this.families.push(family);
    this.integrities.push(word & 3);
    this.made.push(this); // a view comes before its buffer, which is made first
    const object = this.bare(family, target);
    if ((word & 3) === text.EXTENSIBLE && !Object.isExtensible(object)) throw new TypeError("no new fields");
    if (Object.getPrototypeOf(object) !== family.prototype) Object.setPrototypeOf(object, family.prototype);
    this.made[number] = object;
    return object;
  }

  private bare({ kind, prototype }: Family, target: object | null): object {
    switch (kind) {
      case "fields":
        return target ?? (Object.create(prototype) as object);
      case "array": {
        const array = (target ?? []) as unknown[];
        array.length = this.next() >>> 0;
        return array;
      }
      case "map":
      case "set": {
        const entries = target ?? (kind === "map" ? new Map() : new Set());
        clear(entries);
        return entries;
      }
      case "date": {
        const date = target ?? new Date(0);
        this.next();
        setTimeOf(date, this.words[this.at - 1] === text.INTEGER ? this.next() : this.float());
        return date;
      }
      case "buffer":
        return this.buffer(target as ArrayBuffer | null);
      case "view":
        return this.view(target as ArrayBufferView | null);
    }
  }

  private buffer(target: ArrayBuffer | null): ArrayBuffer {
    const bytes = new Uint8Array(target ?? new ArrayBuffer(this.words[this.at]!));
    const length = this.next();
    for (let i = 0; i < length; i += 4) {
      const word = this.next();
      for (let byte = 0; byte < 4; byte++) bytes[i + byte] = word >>> (8 * byte); // beyond the end nothing is
    }
    return bytes.buffer as ArrayBuffer;
  }

  private view(target: ArrayBufferView | null): ArrayBufferView {
    const type = this.next();
    const offset = this.next();
    const length = this.next();
    const buffer = this.any() as ArrayBuffer;
    return target ?? viewOf({ type, buffer, offset, length });
  }

  /** Entries and own fields of object number `number`. */
  private body(number: number): void {
    const object = this.made[number]!;
    const { kind, prototype } = this.families[number]!;
    if (kind === "map" || kind === "set")
      for (let left = this.next(); left > 0; left--) addTo(object, this.any(), kind === "map" && this.any());
    const filled = kind === "array" ? this.next() : 0;
    for (let i = 0; i < filled; i++) (object as unknown[])[i] = this.any();
    // A target with the same keys keeps them; else the rest is added anew, so that their order is right.
    let keys = number < this.targets.length ? keysOf(object, kind).slice(filled) : [];
    const count = this.next();
    for (let i = 0; i < count; i++) {
      const key = this.names.all[this.next()] as PropertyKey;
      if (i < keys.length && keys[i] !== key) {
        for (const other of keys.slice(i)) delete (object as Raw)[other];
        keys = [];
      }
      // What a class has of this name, an accessor maybe, is no place for an own field.
      const isFree = i < keys.length || prototype === null || !(key in prototype);
      if (isFree && this.words[this.at] !== text.HIDDEN) (object as Raw)[key] = this.any();
      else this.define(object, key);
    }
    for (const other of keys.slice(count)) delete (object as Raw)[other];
  }

  private define(object: object, key: PropertyKey): void {
    const enumerable = this.words[this.at] !== text.HIDDEN;
    if (!enumerable) this.at++;
    Object.defineProperty(object, key, { value: this.any(), writable: true, enumerable, configurable: true });
  }
}

/** The keys of own fields: those that are not a part of how an object of its kind is made. */
function keysOf(object: object, kind: ObjectKind): PropertyKey[] {
  if (kind === "view") return fieldsOfView(object);
  const keys = Reflect.ownKeys(object);
  return kind === "array" ? keys.filter((key) => key !== "length") : keys;
}

function close(object: object, integrity: number): void {
  if (integrity === text.CLOSED) Object.preventExtensions(object);
  else if (integrity === text.SEALED) Object.seal(object);
  else if (integrity === text.FROZEN) Object.freeze(object);
}
