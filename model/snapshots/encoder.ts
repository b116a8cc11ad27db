/** Writes any value as words: two values have the same words exactly when their contents are equal. */
import { types } from "node:util";
import { type Families, Uncopyable } from "./copy-kinds.js";
import {
  cannotCopy,
  integrityOf,
  isPooled,
  isStackOfCalls,
  keepsThis,
  nameOf,
  requireData,
  requireUsualArray,
} from "./copyable.js";
import type { FrozenValues } from "./frozen.js";
import { eachOf, fieldsOfView, isResizable, sizeOf, timeOf, windowOf } from "./intrinsics.js";
import { AGAIN, FALSE, HIDDEN, NAMED, type Names, NULL, OBJECT, TRUE, UNDEFINED } from "./snapshot-text.js";
import { TextWriter } from "./text-writer.js";
import { FIRST_ENTRY, ITSELF, Visit } from "./visit.js";

type Raw = Record<PropertyKey, unknown>;

/**
 * The order of keys and entries is part of a content, since code that walks them can tell. Functions,
 * symbols and prototypes count by identity, strings, bigints and what is frozen throughout by value.
 */
export class Encoder extends TextWriter {
  protected readonly visit = new Visit();
  private strict = false;
  private fresh = false;

  /** Without `frozen`, what is frozen is told like any other object. */
  constructor(
    private readonly families: Families,
    private readonly names: Names,
    private readonly frozen: FrozenValues | null,
  ) {
    super();
  }

  /**
   * Throws a `Misuse` that says where the value holds something that cannot be copied. `strict` looks at each
   * field whether it is as any other, for which a content that is known needs not be looked at again. `fresh`
   * is an object that was just made.
   */
  encode(value: unknown, strict = false, fresh = false): void {
    const { visit } = this;
    this.strict = strict;
    this.fresh = fresh;
    this.length = 0;
    visit.begin();
    this.frozen?.begin(value);
    try {
      this.any(value);
      for (let number = 0; number < visit.objects.length; number++) this.body(number);
    } catch (error) {
      if (!(error instanceof Uncopyable)) throw error;
      throw cannotCopy(this.place(value) + error.within, error.what);
    }
  }

  /** The place in a value at which its text has arrived. */
  protected place(value: unknown): string {
    return this.visit.path(nameOf(value));
  }

  protected any(value: unknown): void {
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
      case "function":
        this.function(value as (...given: never[]) => unknown);
        break;
      default:
        this.named(value);
    }
  }

  private function(made: (...given: never[]) => unknown): void {
    if (Object.keys(made).length > 0) throw new Uncopyable("a function with fields of its own");
    if (this.strict && keepsThis(made)) throw new Uncopyable("a function that keeps its own `this`");
    if (!this.fresh) {
      this.named(made);
      return;
    }
    this.put(NAMED);
    this.put(this.names.ofFresh(made, this.visit.path("")));
  }

  private named(value: unknown): void {
    this.put(NAMED);
    this.put(this.names.of(value));
  }

  private object(object: object): void {
    const { visit, frozen } = this;
    const before = visit.numberOf(object);
    if (before >= 0) {
      this.put(AGAIN);
      this.put(before);
      return;
    }
    if (types.isProxy(object)) throw new Uncopyable("a proxy");
    // The value itself is given its content in place, so it is told whole.
    if (frozen !== null && visit.holder >= 0 && Object.isFrozen(object)) {
      const value = frozen.valueOf(object);
      if (value !== null) {
        this.named(value);
        return;
      }
    }
    const { number, kind } = this.families.of(object);
    const integrity = integrityOf(object);
    visit.add(object, kind, integrity);
    this.put(OBJECT);
    this.put((number << 2) | integrity);
    switch (kind) {
      case "array":
        this.put((object as unknown[]).length);
        break;
      case "date":
        this.number(timeOf(object));
        break;
      case "buffer":
        this.bytes(object as ArrayBuffer);
        break;
      case "view":
        this.view(object);
    }
  }

  private view(view: object): void {
    const { visit } = this;
    const { type, offset, length, buffer } = windowOf(view);
    if (isPooled(view)) throw new Uncopyable("a Buffer in memory that Node shares among many");
    this.put(type);
    this.put(offset);
    this.put(length);
    const { holder, part } = visit;
    visit.holder = visit.objects.length - 1;
    visit.part = "buffer";
    this.object(buffer);
    visit.holder = holder;
    visit.part = part;
  }

  protected bytes(buffer: ArrayBuffer): void {
    if (isResizable(buffer)) throw new Uncopyable("a buffer that can be resized");
    const bytes = new Uint8Array(buffer);
    this.put(bytes.length);
    for (let i = 0; i < bytes.length; i += 4)
      this.put(bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
  }

  /** Entries and own fields of object number `number`. */
  protected body(number: number): void {
    const { visit } = this;
    const object = visit.objects[number]!;
    const integrity = visit.integrities[number]!;
    visit.holder = number;
    visit.part = ITSELF;
    switch (visit.kinds[number]!) {
      case "array":
        this.array(object as unknown[], integrity);
        return;
      case "view":
        this.fields(object, fieldsOfView(object), 0, integrity, true);
        return;
      case "map":
        visit.part = FIRST_ENTRY;
        this.put(sizeOf(object));
        eachOf(object, this.mapEntry);
        break;
      case "set":
        visit.part = FIRST_ENTRY;
        this.put(sizeOf(object));
        eachOf(object, this.setItem);
    }
    this.ownFields(object, integrity);
  }

  private readonly mapEntry = (value: unknown, key: unknown): void => {
    this.visit.nextEntry();
    this.any(key);
    this.any(value);
  };

  private readonly setItem = (item: unknown): void => {
    this.visit.nextEntry();
    this.any(item);
  };

  /** An array without holes by its items; one with holes by its keys, of which there may be few. */
  private array(array: unknown[], integrity: number): void {
    const keys: PropertyKey[] = Object.keys(array); // numbers come first
    const { length } = array;
    const filled =
      keys.length >= length && (length === 0 || keys[length - 1] === String(length - 1)) ? length : 0;
    if (this.strict) requireUsualArray(array, keys, integrity);
    this.put(filled);
    for (let i = 0; i < filled; i++) {
      this.visit.part = i;
      if (this.strict) requireData(array, i, integrity);
      this.any(array[i]);
    }
    keys.push(...Object.getOwnPropertySymbols(array));
    this.fields(array, keys, filled, integrity, false);
  }

  /** The own fields of any other object. */
  private ownFields(object: object, integrity: number): void {
    // Measured, the two lists of names take a tenth of what Reflect.ownKeys takes.
    let keys: PropertyKey[] = Object.getOwnPropertyNames(object);
    const isHiding = Object.keys(object).length !== keys.length;
    if (isHiding) keys = keys.filter((key) => !isStackOfCalls(object, key));
    const symbols = Object.getOwnPropertySymbols(object);
    if (symbols.length > 0) keys.push(...symbols);
    this.fields(object, keys, 0, integrity, isHiding || symbols.length > 0);
  }

  /** The fields of these keys from number `from` on; `isHiding` where some may not be enumerable. */
  private fields(
    object: object,
    keys: readonly PropertyKey[],
    from: number,
    integrity: number,
    isHiding: boolean,
  ) {
    this.put(keys.length - from);
    for (let i = from; i < keys.length; i++) {
      const key = keys[i]!;
      this.visit.part = key;
      this.put(this.names.of(key));
      if (this.strict) requireData(object, key, integrity);
      if (isHiding && !Object.prototype.propertyIsEnumerable.call(object, key)) this.put(HIDDEN);
      this.any((object as Raw)[key]);
    }
  }
}
