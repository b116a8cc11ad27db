/** Values of every kind that a snapshot holds, drawn at random, with an oracle of their own. */
import fc from "fast-check";

export class Frame {
  constructor(
    readonly number: number,
    public next: unknown = null,
  ) {}
}
export class Stack extends Array<unknown> {}
export class Named extends Map<unknown, unknown> {
  name = "";
}

/** A plan of a value: built twice, it gives two values of equal content that share no object. */
export type Plan =
  | { readonly kind: "leaf"; readonly value: unknown }
  | { readonly kind: "array" | "stack" | "set" | "map" | "named" | "frame"; readonly parts: readonly Plan[] }
  | { readonly kind: "fields"; readonly parts: Readonly<Record<string, Plan>> }
  | { readonly kind: "bytes"; readonly bytes: readonly number[]; readonly from: number }
  | { readonly kind: "holes"; readonly length: number; readonly parts: readonly Plan[] }
  /** The value built so many values ago. */
  | { readonly kind: "shared"; readonly back: number };

const leaf = fc
  .constantFrom<unknown>(0, -0, 1, -1, 0.5, Number.NaN, 2 ** 31, 1n, "1", "", true, false, null, undefined)
  .map((value): Plan => ({ kind: "leaf", value }));

export const { plan } = fc.letrec<{ plan: Plan }>((tie) => {
  const parts = fc.array(tie("plan"), { maxLength: 4 });
  return {
    plan: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constantFrom("array", "stack", "set", "map", "named", "frame" as const), parts }),
      fc.record({
        kind: fc.constant("fields" as const),
        parts: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("plan")),
      }),
      fc.record({
        kind: fc.constant("bytes" as const),
        bytes: fc.array(fc.nat(3), { maxLength: 9 }),
        from: fc.nat(9),
      }),
      fc.record({ kind: fc.constant("holes" as const), length: fc.nat(2), parts }),
      fc.record({ kind: fc.constant("shared" as const), back: fc.nat(3) }),
    ),
  };
});

export function build(plan: Plan, built: unknown[] = []): unknown {
  const all = (parts: readonly Plan[]) => parts.map((part) => build(part, built));
  const make = (): unknown => {
    switch (plan.kind) {
      case "leaf":
        return plan.value;
      case "array":
        return all(plan.parts);
      case "stack":
        return Stack.from(all(plan.parts));
      case "set":
        return new Set(all(plan.parts));
      case "map":
        return new Map(all(plan.parts).map((part, i) => [part, i]));
      case "named":
        return Object.assign(new Named(all(plan.parts).map((part, i) => [i, part])), { name: "n" });
      case "frame":
        return all(plan.parts).reduce<unknown>((next, part) => new Frame(7, [part, next]), null);
      case "fields":
        return Object.fromEntries(Object.entries(plan.parts).map(([key, part]) => [key, build(part, built)]));
      case "bytes": {
        const bytes = Uint8Array.from(plan.bytes);
        const window = bytes.subarray(Math.min(plan.from, bytes.length));
        return { bytes, window, view: new DataView(bytes.buffer), at: new Date(plan.from) };
      }
      case "holes": {
        const holes = [...all(plan.parts)];
        holes.length += plan.length;
        return holes;
      }
      case "shared":
        return built.at(-1 - plan.back) ?? null;
    }
  };
  const value = make();
  if (typeof value === "object" && value !== null) built.push(value);
  return value;
}

/** Whether two values are the same for code that can tell everything apart; an oracle of another make. */
export function same(a: unknown, b: unknown, pairs = new Map<unknown, unknown>(), back = new Map()): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  if (pairs.has(a) || back.has(b)) return pairs.get(a) === b && back.get(b) === a;
  pairs.set(a, b);
  back.set(b, a);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (integrityOf(a) !== integrityOf(b)) return false;
  const [left, right] = [partsOf(a), partsOf(b)];
  return left.length === right.length && left.every((part, i) => same(part, right[i], pairs, back));
}

export type Fields = Record<PropertyKey, unknown>;

/** All that code can tell of an object, but for its class. */
function partsOf(object: object): unknown[] {
  const own = Reflect.ownKeys(object).flatMap((key) => [
    key,
    Object.prototype.propertyIsEnumerable.call(object, key),
    (object as Fields)[key],
  ]);
  if (object instanceof ArrayBuffer) return [...new Uint8Array(object), ...own];
  if (ArrayBuffer.isView(object)) return [object.byteOffset, object.byteLength, object.buffer, ...own];
  if (object instanceof Date) return [object.getTime(), ...own];
  if (object instanceof Map) return [object.size, ...[...object].flat(), ...own];
  return object instanceof Set ? [object.size, ...object, ...own] : own;
}

function integrityOf(object: object): number {
  return [Object.isExtensible(object), Object.isSealed(object), Object.isFrozen(object)].lastIndexOf(true);
}

/** A copy of a value that shares no object with it, made naively: fields one by one, whatever is known. */
export function naiveCopy<T>(value: T, copies = new Map<unknown, unknown>()): T {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  const copy = bareCopy(value, copies);
  Object.setPrototypeOf(copy, Object.getPrototypeOf(value) as object);
  copies.set(value, copy);
  if (value instanceof Map)
    for (const [key, held] of value)
      (copy as Map<unknown, unknown>).set(naiveCopy(key, copies), naiveCopy(held, copies));
  if (value instanceof Set) for (const item of value) (copy as Set<unknown>).add(naiveCopy(item, copies));
  for (const key of Reflect.ownKeys(value)) {
    const field = Reflect.getOwnPropertyDescriptor(value, key)!;
    if (ArrayBuffer.isView(value) && typeof key === "string" && /^\d+$/.test(key)) continue;
    Object.defineProperty(copy, key, { ...field, value: naiveCopy(field.value as unknown, copies) });
  }
  if (Object.isFrozen(value)) Object.freeze(copy);
  else if (Object.isSealed(value)) Object.seal(copy);
  else if (!Object.isExtensible(value)) Object.preventExtensions(copy);
  return copy as T;
}

function bareCopy(value: object, copies: Map<unknown, unknown>): object {
  if (Array.isArray(value)) return [];
  if (value instanceof Map) return new Map();
  if (value instanceof Set) return new Set();
  if (value instanceof Date) return new Date(value);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (value instanceof DataView)
    return new DataView(naiveCopy(value.buffer, copies), value.byteOffset, value.byteLength);
  if (value instanceof Uint8Array)
    return new Uint8Array(naiveCopy(value.buffer, copies), value.byteOffset, value.length);
  return {};
}
