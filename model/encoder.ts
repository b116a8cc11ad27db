/** Writes any value as words: two values have the same words exactly when their contents are equal. */
import { Families, type ObjectKind } from "./object-kinds.js";

type Raw = Record<PropertyKey, unknown>;

/** The first word of each part of a text. A text is never the beginning of another. */
const UNDEFINED = 0;
const NULL = 1;
const TRUE = 2;
const FALSE = 3;
const HOLE = 4;
/** The number follows. */
const INTEGER = 5;
/** The two halves of its 64 bits follow. */
const DOUBLE = 6;
/** The number of a string, a bigint, or what counts by identity follows. */
const NAMED = 7;
/** The object that was the so-manieth in this text. */
const AGAIN = 8;
/** The number of the prototype follows, then what its kind holds, then the own fields. */
const OBJECT = 9;

/**
 * The order of keys and entries is part of a content, since code that walks them can tell. Functions,
 * symbols and prototypes count by identity, strings and bigints by value.
 */
export class Encoder {
  /** The words of the value encoded last, the first `length` of them. */
  words = new Int32Array(256);
  length = 0;
  private readonly names = new Map<unknown, number>();
  private readonly families = new Families();
  /** The objects of the text so far, in the order in which they were met. */
  private seen: object[] = [];
  private readonly double = new Float64Array(1);
  private readonly halves = new Int32Array(this.double.buffer);

  /** Throws a `Misuse` when the value holds something that cannot be copied. */
  encode(value: unknown): void {
    this.length = 0;
    this.seen = [];
    this.any(value);
  }

  private put(word: number): void {
    if (this.length === this.words.length) {
      const wider = new Int32Array(2 * this.length);
      wider.set(this.words);
      this.words = wider;
    }
    this.words[this.length++] = word;
  }

  private any(value: unknown): void {
    switch (typeof value) {
      case "number":
        this.number(value);
        break;
      case "boolean":
        this.put(value ? TRUE : FALSE);
        break;
      case "undefined":
        this.put(UNDEFINED);
        break;
      case "object":
        if (value === null) this.put(NULL);
        else this.object(value);
        break;
      default:
        this.put(NAMED);
        this.put(this.nameOf(value));
    }
  }

  private number(value: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
      this.put(INTEGER);
      this.put(value);
      return;
    }
    this.double[0] = Number.isNaN(value) ? Number.NaN : value; // of the many NaNs one
    this.put(DOUBLE);
    this.put(this.halves[0]!);
    this.put(this.halves[1]!);
  }

  private nameOf(value: unknown): number {
    let name = this.names.get(value);
    if (name === undefined) {
      name = this.names.size;
      this.names.set(value, name);
    }
    return name;
  }

  private object(object: object): void {
    const before = this.seen.indexOf(object);
    if (before >= 0) {
      this.put(AGAIN);
      this.put(before);
      return;
    }
    this.seen.push(object);
    const { number, kind } = this.families.of(object);
    this.put(OBJECT);
    this.put(number);
    this.holdings(kind, object);
    if (kind === "array") this.fields(object, 1 + this.items(object as unknown[]));
    else if (kind !== "view" && kind !== "buffer") this.fields(object, 0);
  }

  /** What an object holds beside its fields. */
  private holdings(kind: ObjectKind, object: object): void {
    switch (kind) {
      case "fields":
      case "array":
        break;
      case "map":
        this.put((object as Map<unknown, unknown>).size);
        for (const [key, item] of object as Map<unknown, unknown>) {
          this.any(key);
          this.any(item);
        }
        break;
      case "set":
        this.put((object as Set<unknown>).size);
        for (const item of object as Set<unknown>) this.any(item);
        break;
      case "view":
        this.put((object as ArrayBufferView).byteOffset);
        this.put((object as ArrayBufferView).byteLength);
        this.object((object as ArrayBufferView).buffer);
        break;
      case "buffer":
        this.bytes(new Uint8Array(object as ArrayBuffer));
        break;
      case "date":
        this.number((object as Date).getTime());
    }
  }

  /** Returns how many items there are beside the holes. */
  private items(array: unknown[]): number {
    const { length } = array;
    this.put(length);
    let filled = 0;
    for (let i = 0; i < length; i++) {
      const item = array[i];
      if (item === undefined && !Object.hasOwn(array, i)) this.put(HOLE);
      else {
        filled++;
        this.any(item);
      }
    }
    return filled;
  }

  /** The own fields, but for the first `from` of them: those of an array are its items and its length. */
  private fields(object: object, from: number): void {
    const keys = Reflect.ownKeys(object);
    this.put(keys.length - from);
    for (let i = from; i < keys.length; i++) {
      const key = keys[i]!;
      this.put(this.nameOf(key));
      this.any((object as Raw)[key]);
    }
  }

  private bytes(bytes: Uint8Array): void {
    this.put(bytes.length);
    for (let i = 0; i < bytes.length; i += 4)
      this.put(bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
  }
}
