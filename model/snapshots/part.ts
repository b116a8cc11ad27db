/** One object of a `Mirror`: what it is made of beside the values in it. */
import { types } from "node:util";
import type { ObjectKind } from "./copy-kinds.js";
import { FEW_ELEMENTS, fieldsOfView, sizeOf, windowOf } from "./intrinsics.js";
import type { SlotEncoder } from "./slots.js";
import { EXTENSIBLE } from "./snapshot-text.js";

/** Its values are those from number `from` on: items or entries, then fields in the order of `keys`. */
export interface Part {
  readonly object: object;
  readonly prototype: object | null;
  readonly kind: ObjectKind;
  readonly from: number;
  readonly keys: readonly string[];
  /** How many items, entries, elements or bytes it has. */
  readonly count: number;
  /** Of a buffer; the words of its text begin at `at`. */
  readonly bytes: Uint8Array;
  readonly at: number;
}

const NO_BYTES = new Uint8Array(0);

/** The parts of what was written last; `null` where one of them is made in a way that is not followed. */
export function partsOf(written: SlotEncoder): Part[] | null {
  const { objects, kinds, integrities } = written.visited;
  const parts: Part[] = [];
  for (const [number, object] of objects.entries()) {
    const kind = kinds[number]!;
    const count = countOf(object, kind);
    const part: Part = {
      object,
      prototype: Object.getPrototypeOf(object) as object | null,
      kind,
      from: written.firsts[number]!,
      keys: kind === "array" || kind === "view" ? [] : Object.keys(object),
      count,
      bytes: kind === "buffer" ? new Uint8Array(object as ArrayBuffer) : NO_BYTES,
      at: written.bytesAt.get(object) ?? 0,
    };
    if (kind === "date" || integrities[number] !== EXTENSIBLE || !hasForm(part)) return null;
    parts.push(part);
  }
  return parts;
}

/** Whether an object still has its class, so many items, entries or bytes, and those fields alone. */
export function hasForm(part: Part): boolean {
  const { object, kind, count, bytes } = part;
  if (!isOpen(part)) return false;
  switch (kind) {
    case "array":
      // As many values as items: neither a hole nor a field, or both, and a hole is told by its item. Listing
      // the values takes less than listing the keys, which are numbers.
      return (object as unknown[]).length === count && valuesIn(object) === count && !hasSymbols(object);
    case "view":
      if (count > FEW_ELEMENTS) return fieldsOfView(object).length === 0;
      return Reflect.ownKeys(object).length === count;
    case "buffer":
      return bytes.length === count && hasKeys(part);
    case "map":
    case "set":
      return sizeOf(object) === count && hasKeys(part);
    default:
      return hasKeys(part);
  }
}

/** Whether it still has its class and can be given fields. */
export function isOpen({ object, prototype }: Part): boolean {
  return Object.getPrototypeOf(object) === prototype && Object.isExtensible(object);
}

/** Whether it has those fields, in that order, all of them enumerable. */
export function hasKeys({ object, keys }: Part): boolean {
  const names = Object.getOwnPropertyNames(object);
  if (names.length !== keys.length || Object.keys(object).length !== names.length) return false;
  for (let i = 0; i < names.length; i++) if (names[i] !== keys[i]) return false;
  return !hasSymbols(object);
}

function valuesIn(object: object): number {
  return Object.values(object).length;
}

function hasSymbols(object: object): boolean {
  return Object.getOwnPropertySymbols(object).length > 0;
}

function countOf(object: object, kind: ObjectKind): number {
  switch (kind) {
    case "array":
      return (object as unknown[]).length;
    case "map":
    case "set":
      return sizeOf(object);
    case "buffer":
      return new Uint8Array(object as ArrayBuffer).length;
    case "view":
      return types.isDataView(object) ? 0 : windowOf(object).length;
    default:
      return 0;
  }
}
