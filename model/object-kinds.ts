/** What kind of object a prototype makes: how it is copied, and what cannot be copied. */
import { Misuse } from "./misuse.js";

/** How an object is read and copied. */
export type ObjectKind = "fields" | "array" | "map" | "set" | "view" | "buffer" | "date";

/** A prototype with its number, in the order in which they were met. */
export interface Family {
  readonly number: number;
  readonly kind: ObjectKind;
}

const COPYABLE: readonly (readonly [object, ObjectKind])[] = [
  [Array.prototype, "array"],
  [Map.prototype, "map"],
  [Set.prototype, "set"],
  [Object.getPrototypeOf(Uint8Array.prototype) as object, "view"],
  [DataView.prototype, "view"],
  [ArrayBuffer.prototype, "buffer"],
  [Date.prototype, "date"],
  [Error.prototype, "fields"],
];

/** The prototypes met, each looked at once: everything after that is one look-up an object. */
export class Families {
  private readonly families = new Map<object | null, Family>();

  /** Throws a `Misuse` when objects of this prototype hold what cannot be seen or copied. */
  of(object: object): Family {
    const prototype = Object.getPrototypeOf(object) as object | null;
    const known = this.families.get(prototype);
    if (known !== undefined) return known;
    const family = { number: this.families.size, kind: kindOf(prototype) };
    this.families.set(prototype, family);
    return family;
  }
}

function kindOf(prototype: object | null): ObjectKind {
  const links: object[] = [];
  for (let link = prototype; link !== null; link = Object.getPrototypeOf(link) as object | null)
    links.push(link);
  for (const [copyable, kind] of COPYABLE) if (links.includes(copyable)) return kind;
  for (const name of links.map(opaqueName)) if (name !== null) throw cannotCopy(`a ${name}`);
  return "fields";
}

/** The name of a class of the runtime, whose objects have content beside their fields. */
function opaqueName(prototype: object): string | null {
  if (prototype === Object.prototype) return null;
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

/** The misuse of an allocator that holds what no copy can hold. */
export function cannotCopy(what: string): Misuse {
  return new Misuse(
    "cannot-copy",
    `the allocator holds ${what}, which cannot be copied`,
    "give fromObject save and load, or replay: true with a key",
  );
}
