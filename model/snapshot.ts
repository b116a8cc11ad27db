/**
 * Copies of ordinary objects, each content with a number: ids equal exactly when contents do.
 *
 * Own fields, arrays, typed arrays, Map, Set, Date, nested and shared objects, bigint are followed.
 * Private `#fields` cannot be seen from here.
 */
import { Encoder } from "./encoder.js";
import { cannotCopy, Families } from "./object-kinds.js";
import { WordTable } from "./word-table.js";

type Raw = Record<PropertyKey, unknown>;

/** Interned contents: each distinct content has a number, from 0 in the order in which it was met. */
export class SnapshotTable {
  private readonly encoder = new Encoder();
  private readonly table = new WordTable();
  private readonly contents: unknown[] = [];

  /** The number of a value's content. Throws a `Misuse` when the value holds what cannot be copied. */
  idOf(value: unknown): number {
    this.encoder.encode(value);
    const copied = this.contents.length;
    const id = this.table.numberOf(this.encoder.words, this.encoder.length);
    if (id === copied) this.contents.push(new Copier(true).copy(value));
    return id;
  }

  /** A fresh copy of the content with this number. */
  copyOf(id: number): unknown {
    return new Copier(false).copy(this.contents[id]);
  }

  /** Gives an object the own fields of the content with this number, as fresh copies. */
  restore(id: number, target: object): void {
    new Copier(false).into(this.contents[id] as object, target);
  }
}

const families = new Families();

/** Copies one value; what is shared in it is shared in the copy. */
class Copier {
  private readonly from: object[] = [];
  private readonly to: object[] = [];

  /** `strict` looks whether every field can be copied; what was copied once needs no second look. */
  constructor(private readonly strict: boolean) {}

  copy(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const known = this.from.indexOf(value);
    return known >= 0 ? this.to[known] : this.copyObject(value);
  }

  /** Gives `target` the content of `from`, with its keys in the same order. */
  into(from: object, target: object): void {
    this.keep(from, target);
    const { kind } = families.of(from);
    if (kind === "map") (target as Map<unknown, unknown>).clear();
    if (kind === "set") (target as Set<unknown>).clear();
    if (kind === "array") (target as unknown[]).length = (from as unknown[]).length;
    if (kind === "date") (target as Date).setTime((from as Date).getTime());
    const wanted = Reflect.ownKeys(from);
    const keys = Reflect.ownKeys(target);
    if (keys.length > wanted.length || keys.some((key, i) => key !== wanted[i]))
      for (const key of keys) if (key !== "length" || kind !== "array") delete (target as Raw)[key];
    this.fill(from, target);
  }

  private copyObject(value: object): object {
    switch (families.of(value).kind) {
      case "array":
        return this.fill(
          value,
          this.keep(value, likened(new Array<unknown>((value as unknown[]).length), value)),
        );
      case "map":
        return this.fill(value, this.keep(value, likened(new Map(), value)));
      case "set":
        return this.fill(value, this.keep(value, likened(new Set(), value)));
      case "date":
        return this.fill(value, this.keep(value, likened(new Date((value as Date).getTime()), value)));
      case "buffer":
        return this.keep(value, (value as ArrayBuffer).slice(0));
      case "view":
        return this.keep(value, this.copyView(value as View));
      case "fields":
        return this.fill(value, this.keep(value, Object.create(Object.getPrototypeOf(value) as object)));
    }
  }

  private copyView(view: View): object {
    const { constructor: Type, byteOffset, byteLength } = view;
    const unit = view.BYTES_PER_ELEMENT ?? 1;
    return new Type(this.copy(view.buffer) as ArrayBuffer, byteOffset, byteLength / unit);
  }

  private keep<T extends object>(from: object, to: T): T {
    this.from.push(from);
    this.to.push(to);
    return to;
  }

  /** Adds entries and own fields. */
  private fill(from: object, to: object): object {
    if (from instanceof Map)
      for (const [key, item] of from) (to as typeof from).set(this.copy(key), this.copy(item));
    else if (from instanceof Set) for (const item of from) (to as typeof from).add(this.copy(item));
    for (const key of Reflect.ownKeys(from)) {
      if (this.strict) requireData(from, key);
      const value = this.copy((from as Raw)[key]);
      if (Object.is((to as Raw)[key], value) && Object.hasOwn(to, key)) continue;
      assign(to, key, value);
    }
    return to;
  }
}

type View = ArrayBufferView & {
  readonly constructor: new (buffer: ArrayBuffer, offset: number, length: number) => View;
  readonly BYTES_PER_ELEMENT?: number;
};

/** An object of a built-in class made an object of the class that extends it, if one does. */
function likened<T extends object>(copy: T, of: object): T {
  const prototype = Object.getPrototypeOf(of) as object;
  return Object.getPrototypeOf(copy) === prototype ? copy : (Object.setPrototypeOf(copy, prototype) as T);
}

function assign(to: object, key: PropertyKey, value: unknown): void {
  try {
    (to as Raw)[key] = value;
  } catch {
    throw cannotCopy(`the read-only field ${String(key)}`);
  }
}

function requireData(object: object, key: PropertyKey): void {
  if (Object.getOwnPropertyDescriptor(object, key)?.get !== undefined)
    throw cannotCopy(`the accessor ${String(key)}`);
}
