/** What kind of object a prototype makes: how it is copied, and what cannot be copied. */
import { types } from "node:util";
import { privateFieldOf } from "./private-fields.js";

/** How an object is read and copied. */
export type ObjectKind = "fields" | "array" | "map" | "set" | "view" | "buffer" | "date";

/** A prototype with its number, in the order in which they were met. */
export interface Family {
  readonly number: number;
  readonly prototype: object | null;
  readonly kind: ObjectKind;
}

/** Thrown where a walk meets what no copy can hold; `within` is the part of the object that it is about. */
export class Uncopyable {
  constructor(
    readonly what: string,
    readonly within = "",
  ) {}
}

/** What tells an object's kind from its content, whatever its prototype says. */
const BRANDS: readonly (readonly [(object: object) => boolean, ObjectKind])[] = [
  [Array.isArray, "array"],
  [types.isMap, "map"],
  [types.isSet, "set"],
  [types.isTypedArray, "view"],
  [types.isDataView, "view"],
  [types.isArrayBuffer, "buffer"],
  [types.isDate, "date"],
  [types.isNativeError, "fields"],
];

/** What has content beside its fields, and may not look so by its class. */
const OPAQUE: readonly (readonly [(object: object) => boolean, string])[] = [
  [types.isPromise, "a Promise"],
  [types.isWeakMap, "a WeakMap"],
  [types.isWeakSet, "a WeakSet"],
  [types.isRegExp, "a RegExp"],
  [types.isSharedArrayBuffer, "a SharedArrayBuffer"],
  [types.isGeneratorObject, "a Generator"],
  [types.isArgumentsObject, "the arguments of a call"],
];

/** The prototypes met, each looked at once: everything after that is one look-up an object. */
export class Families {
  readonly all: Family[] = [];
  private readonly families = new Map<object | null, Family>();

  /** Throws an `Uncopyable` when objects of this prototype hold what cannot be seen or copied. */
  of(object: object): Family {
    const prototype = Object.getPrototypeOf(object) as object | null;
    const known = this.families.get(prototype);
    if (known !== undefined) return known;
    const family = { number: this.all.length, prototype, kind: kindOf(object, prototype) };
    this.all.push(family);
    this.families.set(prototype, family);
    return family;
  }
}

function kindOf(object: object, prototype: object | null): ObjectKind {
  const links: object[] = [];
  for (let link = prototype; link !== null; link = Object.getPrototypeOf(link) as object | null) {
    if (types.isProxy(link)) throw new Uncopyable("an object whose prototype is a proxy");
    links.push(link);
  }
  for (const [isOne, what] of OPAQUE) if (isOne(object)) throw new Uncopyable(what);
  const own = privateFieldOf(object, links);
  if (own !== null) throw new Uncopyable("a private field", `.${own}`);
  for (const [isOne, kind] of BRANDS) if (isOne(object)) return kind;
  for (const name of links.map(opaqueName))
    if (name !== null) throw new Uncopyable(`${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`);
  return "fields";
}

/** The name of a class of the runtime, whose objects have content beside their fields. */
function opaqueName(prototype: object): string | null {
  if (prototype === Object.prototype || prototype === Error.prototype) return null;
  const fields = prototype as { readonly next?: unknown; readonly [Symbol.toStringTag]?: unknown };
  // Generators and iterators have no class of their own, but all have a `next` of the runtime.
  if (Object.hasOwn(prototype, "next") && isNative(fields.next)) {
    const tag = fields[Symbol.toStringTag];
    return typeof tag === "string" ? tag : "iterator";
  }
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return isNative(made) ? made.name : null;
}

function isNative(thing: unknown): thing is abstract new () => unknown {
  return typeof thing === "function" && Function.prototype.toString.call(thing).endsWith("{ [native code] }");
}
