/**
 * Copies of ordinary objects, and a text for each that is equal exactly when the contents are.
 *
 * Own fields, arrays, typed arrays, Map, Set, Date, nested and shared objects, bigint are followed.
 * Functions, symbols and prototypes count by identity. The order of keys and entries is part of the
 * content, since code that walks them can tell. Private `#fields` cannot be seen from here.
 */
import { Misuse } from "./misuse.js";

type Raw = Record<PropertyKey, unknown>;

/** Numbers for things that count by identity. */
class Identities {
  private readonly numbers = new Map<unknown, number>();

  of(thing: unknown): number {
    let number = this.numbers.get(thing);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(thing, number);
    }
    return number;
  }
}

/** Interned contents: each distinct content has a number, from 0 in the order in which it was met. */
export class SnapshotTable {
  private readonly ids = new Map<string, number>();
  private readonly contents: unknown[] = [];
  private readonly identities = new Identities();

  /** The number of a value's content. Throws a `Misuse` when the value holds what cannot be copied. */
  idOf(value: unknown): number {
    const text = encode(value, this.identities);
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.contents.length;
      this.ids.set(text, id);
      this.contents.push(clone(value, new Map()));
    }
    return id;
  }

  /** A fresh copy of the content with this number. */
  copyOf(id: number): unknown {
    return clone(this.contents[id], new Map());
  }

  /** Gives an object the own fields of the content with this number, as fresh copies. */
  restore(id: number, target: object): void {
    const from = this.contents[id] as Raw;
    const to = target as Raw;
    const copies = new Map<object, unknown>([[from, target]]);
    for (const key of Reflect.ownKeys(to)) if (!Object.hasOwn(from, key)) delete to[key];
    for (const key of Reflect.ownKeys(from)) assign(to, key, clone(from[key], copies));
  }
}

function assign(target: Raw, key: PropertyKey, value: unknown): void {
  if (!Object.is(target[key], value)) target[key] = value;
}

function encode(value: unknown, identities: Identities): string {
  const seen = new Map<object, number>();
  let text = "";
  const put = (part: unknown): void => {
    switch (typeof part) {
      case "number":
        text += Object.is(part, -0) ? "-0;" : `${part};`;
        return;
      case "string":
        text += `"${part.length}:${part}`;
        return;
      case "bigint":
        text += `${part}n`;
        return;
      case "boolean":
        text += part ? "T" : "F";
        return;
      case "undefined":
        text += "U";
        return;
      case "function":
      case "symbol":
        text += `@${identities.of(part)};`;
        return;
      default:
        if (part === null) text += "N";
        else putObject(part as object);
    }
  };
  const putObject = (object: object): void => {
    const known = seen.get(object);
    if (known !== undefined) {
      text += `#${known};`;
      return;
    }
    seen.set(object, seen.size);
    if (Array.isArray(object)) {
      text += `[${object.length};`;
      for (let i = 0; i < object.length; i++)
        if (i in object) put(object[i]);
        else text += "_";
      return;
    }
    text += `{${identities.of(Object.getPrototypeOf(object))};`;
    if (object instanceof Map) for (const entry of object) entry.forEach(put);
    else if (object instanceof Set) for (const item of object) put(item);
    else if (ArrayBuffer.isView(object)) {
      text += `${object.byteOffset};${object.byteLength};`;
      put(object.buffer);
    } else if (object instanceof ArrayBuffer) text += `${new Uint8Array(object).join()}`;
    else if (object instanceof Date) text += object.getTime();
    else refuseOpaque(object);
    if (!ArrayBuffer.isView(object))
      for (const key of Reflect.ownKeys(object)) {
        put(key);
        put((object as Raw)[key]);
      }
    text += "}";
  };
  put(value);
  return text;
}

type View = ArrayBufferView & {
  readonly constructor: new (b: ArrayBufferLike, o: number, l: number) => View;
};

function clone(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const keep = <T extends object>(copy: T): T => {
    copies.set(value, copy);
    return copy;
  };
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    const { constructor: Type, byteOffset, byteLength } = value as View;
    const unit = (value as unknown as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    const buffer = clone(value.buffer, copies) as ArrayBufferLike;
    return keep(new Type(buffer, byteOffset, byteLength / unit));
  }
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (value instanceof Map) {
    const copy = keep(withPrototype(new Map(), value));
    for (const [key, item] of value) copy.set(clone(key, copies), clone(item, copies));
    return copyFields(value, copy, copies);
  }
  if (value instanceof Set) {
    const copy = keep(withPrototype(new Set(), value));
    for (const item of value) copy.add(clone(item, copies));
    return copyFields(value, copy, copies);
  }
  if (Array.isArray(value)) {
    const copy = keep(new Array<unknown>(value.length));
    return copyFields(value, copy, copies);
  }
  return copyFields(
    value,
    keep(Object.create(Object.getPrototypeOf(value) as object | null) as object),
    copies,
  );
}

function withPrototype<T extends object>(copy: T, of: object): T {
  return Object.setPrototypeOf(copy, Object.getPrototypeOf(of) as object) as T;
}

function copyFields(from: object, to: object, copies: Map<object, unknown>): object {
  for (const key of Reflect.ownKeys(from)) assign(to as Raw, key, clone((from as Raw)[key], copies));
  return to;
}

const OPAQUE = [WeakMap, WeakSet, WeakRef, Promise, SharedArrayBuffer] as const;

function refuseOpaque(object: object): void {
  const kind = OPAQUE.find((type) => object instanceof type);
  if (kind === undefined) return;
  throw new Misuse(
    "cannot-copy",
    `the allocator holds a ${kind.name}, which cannot be copied`,
    "give fromObject save and load, or replay: true with a key",
  );
}
