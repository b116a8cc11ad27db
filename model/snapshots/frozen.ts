/**
 * Objects that are frozen throughout: values, which can be shared instead of copied, so that code finds the
 * sentinel it compares with (`node === NIL`) also in a content that was brought back.
 *
 * Two of equal content are one value. Where code keeps two such objects and could tell them apart, no
 * content can say which it is: that is refused.
 */
import { types } from "node:util";
import { type Families, Uncopyable } from "./copy-kinds.js";
import { Encoder } from "./encoder.js";
import { WordTable } from "./sequence-table.js";
import { Names } from "./snapshot-text.js";

/** Where an object was met that equals another: in which value, how often that had been restored by then. */
interface Met {
  readonly root: unknown;
  readonly restored: number;
}

export class FrozenValues {
  /** Objects known to be frozen throughout, and the one that stands for each. Never wrong later. */
  private readonly values = new WeakMap<object, object>();
  /** Objects from which one that can change is reached, in the value under way. */
  private readonly open = new Set<object>();
  private readonly strangers = new WeakMap<object, Met>();
  private readonly restored = new WeakMap<object, number>();
  private readonly table = new WordTable();
  private readonly first: object[] = [];
  private readonly encoder: Encoder;
  private root: unknown;

  constructor(private readonly families: Families) {
    this.encoder = new Encoder(families, new Names(), null);
  }

  /** A value is visited next. */
  begin(root: unknown): void {
    this.root = root;
    if (this.open.size > 0) this.open.clear();
  }

  /** A value was given another content: what is met in it later was put there by code. */
  noteRestored(root: object): void {
    this.restored.set(root, (this.restored.get(root) ?? 0) + 1);
  }

  /** The object that stands for all that equal this one; `null` where it is not frozen throughout. */
  valueOf(object: object): object | null {
    let value = this.values.get(object);
    if (value === undefined) {
      if (this.open.has(object) || !this.isFrozenThroughout(object)) return null;
      value = this.standFor(object);
      this.values.set(object, value);
    }
    if (value !== object) this.requireFresh(object);
    return value;
  }

  private standFor(object: object): object {
    this.encoder.encode(object);
    const number = this.table.numberOf(this.encoder.words, this.encoder.length);
    this.first[number] ??= object;
    return this.first[number];
  }

  /** Restored contents hold the first of its like. So one met after a restore again is kept by code. */
  private requireFresh(object: object): void {
    const { root } = this;
    const restored = this.restored.get(root as object) ?? 0;
    const before = this.strangers.get(object);
    if (before === undefined) this.strangers.set(object, { root, restored });
    else if (before.root !== root || before.restored !== restored)
      throw new Uncopyable("one of two frozen objects that differ in nothing but identity");
  }

  /** Goes depth first; when it meets what can change, all objects on its way there reach that. */
  private isFrozenThroughout(start: object): boolean {
    const seen = new Set<object>();
    const way: Step[] = [];
    const enter = (object: object): boolean => {
      if (seen.has(object) || this.values.has(object)) return true;
      seen.add(object);
      const rest = this.open.has(object) ? null : this.partsOf(object);
      if (rest !== null) way.push({ object, rest });
      return rest !== null;
    };
    let isFrozen = enter(start);
    while (isFrozen && way.length > 0) {
      const next = way.at(-1)!.rest.pop();
      if (next === undefined) way.pop();
      else isFrozen = enter(next);
    }
    for (const { object } of way) this.open.add(object);
    return isFrozen;
  }

  /** The objects in an object that cannot change; `null` where it can, or holds more than its fields. */
  private partsOf(object: object): object[] | null {
    if (types.isProxy(object) || !Object.isFrozen(object) || !this.isOfFields(object)) return null;
    const parts: object[] = [];
    for (const key of Reflect.ownKeys(object)) {
      const { get, set, value } = Reflect.getOwnPropertyDescriptor(object, key)!;
      if (get !== undefined || set !== undefined) return null;
      if (typeof value === "object" && value !== null) parts.push(value);
    }
    return parts;
  }

  private isOfFields(object: object): boolean {
    try {
      const { kind } = this.families.of(object);
      return kind === "fields" || kind === "array";
    } catch (error) {
      if (error instanceof Uncopyable) return false; // told where the walk comes to it
      throw error;
    }
  }
}

/** An object on the way, and what it holds that is still to be looked at. */
interface Step {
  readonly object: object;
  readonly rest: object[];
}
