import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SnapshotTable } from "./snapshot.js";

class Frame {
  constructor(
    readonly number: number,
    public next: unknown = null,
  ) {}
}
class Stack extends Array<unknown> {}
class Named extends Map<unknown, unknown> {
  name = "";
}

/** A plan of a value: built twice, it gives two values of equal content that share no object. */
type Plan =
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

const { plan } = fc.letrec<{ plan: Plan }>((tie) => {
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

function build(plan: Plan, built: unknown[] = []): unknown {
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
function same(a: unknown, b: unknown, pairs = new Map<unknown, unknown>(), back = new Map()): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  if (pairs.has(a) || back.has(b)) return pairs.get(a) === b && back.get(b) === a;
  pairs.set(a, b);
  back.set(b, a);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const list = (object: object): unknown[] => {
    if (object instanceof ArrayBuffer) return [...new Uint8Array(object)];
    if (ArrayBuffer.isView(object)) return [object.byteOffset, object.byteLength, object.buffer];
    const own = Reflect.ownKeys(object).flatMap((key) => [
      key,
      (object as Record<PropertyKey, unknown>)[key],
    ]);
    if (object instanceof Date) return [object.getTime(), ...own];
    if (object instanceof Map) return [object.size, ...[...object].flat(), ...own];
    return object instanceof Set ? [object.size, ...object, ...own] : own;
  };
  const [left, right] = [list(a), list(b)];
  return left.length === right.length && left.every((part, i) => same(part, right[i], pairs, back));
}

describe("ids are equal exactly when contents are", () => {
  test("for two buildings of one plan", () => {
    const property = fc.property(plan, (made) => {
      const table = new SnapshotTable();
      expect(table.idOf(build(made))).toBe(table.idOf(build(made)));
    });
    fc.assert(property, { numRuns: 300 });
  });

  test("for two plans, whatever they share", () => {
    const property = fc.property(fc.array(plan, { minLength: 2, maxLength: 5 }), (plans) => {
      const table = new SnapshotTable();
      const values = plans.map((made) => build(made));
      const ids = values.map((value) => table.idOf(value));
      for (const [i, a] of values.entries())
        for (const [j, b] of values.entries()) expect(ids[i] === ids[j]).toBe(same(a, b));
    });
    fc.assert(property, { numRuns: 300 });
  });

  const shared = { start: 0 };
  const bytes = new Uint8Array(4);
  const symbol = Symbol("owner");
  test.each<readonly [string, unknown, unknown]>([
    ["0 and -0", 0, -0],
    ["1 and 1n", 1, 1n],
    ['1 and "1"', 1, "1"],
    ["undefined and null", undefined, null],
    ["undefined and a hole", [undefined], new Array(1)],
    ["a missing field and an undefined one", {}, { a: undefined }],
    ["shared and equal", [shared, shared], [{ start: 0 }, { start: 0 }]],
    ["two views of one buffer and of two", [bytes, new Uint8Array(bytes.buffer)], [bytes, new Uint8Array(4)]],
    ["other kinds of views", new Uint8Array(4), new Int8Array(4)],
    ["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }],
    ["the order of entries", new Set([1, 2]), new Set([2, 1])],
    ["an entry and a field", new Map([["name", 1]]), Object.assign(new Map(), { name: 1 })],
    ["an item and a field", [1], Object.assign([], { 1: 1 })],
    ["a field of an array", [1], Object.assign([1], { top: 1 })],
    ["another class", new Frame(1), { number: 1, next: null }],
    ["a class that extends Array", Stack.of(1), [1]],
    ["no prototype", Object.create(null), {}],
    ["functions", () => 1, () => 1],
    ["symbols", Symbol("owner"), symbol],
    ["keys that are symbols", { [symbol]: 1 }, { [symbol]: 2 }],
    ["times", new Date(1), new Date(2)],
    ["strings cut elsewhere", ["ab", "c"], ["a", "bc"]],
    ["large numbers", 2 ** 40, 2 ** 40 + 1],
    ["bytes at the end of a word", Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 4)],
  ])("%s differ", (_, a, b) => {
    const table = new SnapshotTable();
    expect([table.idOf(a), table.idOf(b), table.idOf(a)]).toEqual([0, 1, 0]);
  });

  test("every NaN is one, and a cycle is followed once", () => {
    const table = new SnapshotTable();
    const ring = () => {
      const node = new Frame(1);
      node.next = new Frame(2, node);
      return node;
    };
    expect(table.idOf(Number.NaN)).toBe(table.idOf(Math.sqrt(-1)));
    expect(table.idOf(ring())).toBe(table.idOf(ring()));
  });

  test("for ten thousand contents, and one of a hundred thousand words", () => {
    const table = new SnapshotTable();
    const contents = Array.from({ length: 10_000 }, (_, i) => ({ low: i & 255, high: i >> 8, name: `${i}` }));
    expect(contents.map((content) => table.idOf(content))).toEqual([...contents.keys()]);
    expect(contents.map((content) => table.idOf({ ...content }))).toEqual([...contents.keys()]);
    const long = Array.from({ length: 50_000 }, (_, i) => i);
    expect([table.idOf(long), table.idOf([...long])]).toEqual([10_000, 10_000]);
  });
});

describe("copies", () => {
  test("have the content they were copied from, and share nothing with it", () => {
    const property = fc.property(plan, (made) => {
      const table = new SnapshotTable();
      const value = build(made);
      const id = table.idOf(value);
      const copy = table.copyOf(id);
      expect(same(copy, value)).toBe(true);
      expect(table.idOf(copy)).toBe(id);
      if (typeof copy === "object" && copy !== null) expect(copy).not.toBe(value);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test("go into an object that had another content, in the order of its keys", () => {
    const objects = fc.record({
      kind: fc.constant("fields" as const),
      parts: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), plan),
    });
    const lists = fc.record({
      kind: fc.constantFrom("array", "stack", "map", "set" as const),
      parts: fc.array(plan, { maxLength: 4 }),
    });
    const pairs = fc.oneof(
      fc.tuple(objects, objects),
      fc.tuple(lists, lists).filter(([a, b]) => a.kind === b.kind),
    );
    const property = fc.property(pairs, ([one, other]) => {
      const table = new SnapshotTable();
      const id = table.idOf(build(one));
      const target = build(other) as object;
      table.idOf(target);
      table.restore(id, target);
      expect(same(target, build(one))).toBe(true);
      expect(table.idOf(target)).toBe(id);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test("a change of one copy reaches no other", () => {
    const table = new SnapshotTable();
    const id = table.idOf({ list: [1], bytes: Uint8Array.of(1) });
    const copy = table.copyOf(id) as { list: number[]; bytes: Uint8Array };
    copy.list.push(2);
    copy.bytes[0] = 2;
    expect(isDeepStrictEqual(table.copyOf(id), { list: [1], bytes: Uint8Array.of(1) })).toBe(true);
  });

  test("a date that is the object itself goes back in time", () => {
    const table = new SnapshotTable();
    const id = table.idOf(new Date(5));
    const target = new Date(9);
    table.restore(id, target);
    expect(target.getTime()).toBe(5);
  });

  test("an error is its fields", () => {
    const table = new SnapshotTable();
    const copy = table.copyOf(table.idOf(new RangeError("full"))) as RangeError;
    expect([copy instanceof RangeError, copy.name, copy.message]).toEqual([true, "RangeError", "full"]);
  });
});

describe("what cannot be copied is refused, with a remedy", () => {
  function* walk() {
    yield 1;
  }
  test.each<readonly [string, unknown]>([
    ["a WeakMap", new WeakMap()],
    ["a WeakSet", new WeakSet()],
    ["a WeakRef", new WeakRef({})],
    ["a Promise", Promise.resolve()],
    ["a SharedArrayBuffer", new Uint8Array(new SharedArrayBuffer(1))],
    ["a RegExp", /x/],
    ["a NumberFormat", new Intl.NumberFormat()],
    ["a Number", Object(1)],
    ["a Generator", walk()],
    ["a Array Iterator", [1].values()],
    ["a Map Iterator", new Map().entries()],
    [
      "the accessor size",
      {
        get size() {
          return 1;
        },
      },
    ],
  ])("%s", (what, held) => {
    const table = new SnapshotTable();
    expect(() => table.idOf({ held: [held] })).toThrow(
      expect.objectContaining({
        code: "cannot-copy",
        message: `the allocator holds ${what}, which cannot be copied`,
        remedy: "give fromObject save and load, or replay: true with a key",
      }),
    );
  });

  test("a read-only field whose content would have to change", () => {
    const table = new SnapshotTable();
    const object = Object.freeze({ list: [1] });
    const id = table.idOf(object);
    object.list.push(2);
    table.idOf(object);
    expect(() => table.restore(id, object)).toThrow("the allocator holds the read-only field list");
  });
});
