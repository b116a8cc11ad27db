import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { build, type Fields, Frame, naiveCopy, type Plan, plan, same } from "../../testing/values.js";
import { SnapshotTable } from "./snapshot.js";

type Change = (object: object, value: unknown, at: number) => void;

const keyAt = (object: object, at: number): PropertyKey => {
  const keys = Reflect.ownKeys(object).filter((key) => key !== "length");
  return keys[at % Math.max(1, keys.length)] ?? "a";
};
const SYMBOL = Symbol("mark");

const UNLISTED = "a field no longer listed";

/** What a command may do to one object. An object of another kind stays as it is. */
const CHANGES: Readonly<Record<string, Change>> = {
  "a field": (object, value, at) => {
    if (!ArrayBuffer.isView(object)) (object as Fields)[keyAt(object, at)] = value;
  },
  "a new field": (object, value) => void ((object as Fields)["added"] = value),
  "a symbol": (object, value) => void ((object as Fields)[SYMBOL] = value),
  "a field that is not listed": (object, value) => {
    if (!Array.isArray(object))
      Object.defineProperty(object, "hidden", {
        value,
        writable: true,
        enumerable: false,
        configurable: true,
      });
  },
  [UNLISTED]: (object, _, at) => {
    const key = keyAt(object, at);
    if (!Array.isArray(object) && !ArrayBuffer.isView(object) && Object.hasOwn(object, key))
      Object.defineProperty(object, key, { enumerable: false });
  },
  "a field gone": (object, _, at) => {
    if (!ArrayBuffer.isView(object)) delete (object as Fields)[keyAt(object, at)];
  },
  "the order of fields": (object, _, at) => {
    const key = keyAt(object, at);
    if (ArrayBuffer.isView(object) || !Object.hasOwn(object, key)) return;
    const value = (object as Fields)[key];
    delete (object as Fields)[key];
    (object as Fields)[key] = value;
  },
  "another class": (object) => {
    if (Object.getPrototypeOf(object) === Object.prototype)
      Object.setPrototypeOf(object, Frame.prototype as object);
  },
  "a longer list": (object, value) => void (Array.isArray(object) && object.push(value)),
  "a shorter list": (object) => void (Array.isArray(object) && object.pop()),
  "a hole at the end": (object) => {
    if (Array.isArray(object)) object.length++;
  },
  "a hole and a field": (object, value, at) => {
    if (!Array.isArray(object) || object.length === 0) return;
    delete object[at % object.length];
    (object as unknown as Fields)["added"] = value;
  },
  "an entry": (object, value, at) => {
    if (object instanceof Map) object.set([...object.keys()][at % Math.max(1, object.size)], value);
    if (object instanceof Set) object.add(value);
  },
  "an entry gone": (object, _, at) => {
    if (object instanceof Map) object.delete([...object.keys()][at % Math.max(1, object.size)]);
    if (object instanceof Set) object.delete([...object][at % Math.max(1, object.size)]);
  },
  "the order of entries": (object) => {
    if (object instanceof Map)
      for (const [key, value] of [...object].slice(0, 1)) {
        object.delete(key);
        object.set(key, value);
      }
    if (object instanceof Set)
      for (const item of [...object].slice(0, 1)) {
        object.delete(item);
        object.add(item);
      }
  },
  "a byte": (object, _, at) => {
    if (object instanceof Uint8Array && object.length > 0) object[at % object.length]! += 1;
  },
};

/** As above, but where an object cannot be told from its like afterwards, no oracle says which it is. */
const CLOSINGS: Readonly<Record<string, Change>> = {
  "no new fields": (object) => void Object.preventExtensions(object),
  "no other fields": (object) => void (ArrayBuffer.isView(object) || Object.seal(object)),
  "nothing else": (object) => void (ArrayBuffer.isView(object) || Object.freeze(object)),
};

function objectsIn(value: unknown, found = new Set<object>()): Set<object> {
  if (typeof value !== "object" || value === null || found.has(value)) return found;
  found.add(value);
  if (value instanceof Map) for (const part of [...value].flat()) objectsIn(part, found);
  if (value instanceof Set) for (const item of value) objectsIn(item, found);
  for (const key of Reflect.ownKeys(value)) objectsIn((value as Fields)[key], found);
  return found;
}

/** One step of a search: changes, each at one object, then perhaps back to a content met before. */
interface Step {
  readonly changes: readonly {
    readonly how: string;
    readonly where: number;
    readonly at: number;
    readonly value: Plan;
  }[];
  /** A call that threw: what it did is not looked at. */
  readonly threw: boolean;
  readonly back: number | null;
}

const few = fc.constantFrom<unknown>(0, 1, 2, 3, -0, true, null, "a", 2 ** 31, Number.NaN);
const value = fc.oneof(
  { weight: 8, arbitrary: few.map((held): Plan => ({ kind: "leaf", value: held })) },
  { weight: 1, arbitrary: plan },
);
const change = fc.record({
  how: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("a field", "an entry", "a byte") },
    { weight: 2, arbitrary: fc.constantFrom(...Object.keys(CHANGES)) },
  ),
  where: fc.nat(30),
  at: fc.nat(8),
  value,
});
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    changes: fc.array(change, { maxLength: 2 }),
    threw: fc.constantFrom(false, false, false, true),
    back: fc.option(fc.nat(4), { freq: 2 }),
  }),
  { maxLength: 16 },
);
const roots = fc.record({
  kind: fc.constant("fields" as const),
  parts: fc.dictionary(fc.constantFrom("a", "b", "c"), plan),
});

describe("an object that is changed and brought back again and again", () => {
  test("has the number and the content that naive copies say", () => {
    const property = fc.property(roots, steps, (root, search) => {
      const table = new SnapshotTable();
      const object = build(root) as object;
      const contents: unknown[] = [];
      const expectNumber = () => {
        const known = contents.findIndex((content) => same(object, content));
        if (known < 0) contents.push(naiveCopy(object));
        expect(table.idOf(object)).toBe(known < 0 ? contents.length - 1 : known);
        expect(table.idOf(object)).toBe(known < 0 ? contents.length - 1 : known);
      };
      expectNumber();
      for (const { changes, threw, back } of search) {
        for (const { how, where, at, value } of changes) {
          const objects = [...objectsIn(object)];
          // What is done to how the object itself is listed is refused, as another test says.
          if (how === UNLISTED && where % objects.length === 0) continue;
          CHANGES[how]!(objects[where % objects.length]!, build(value, objects), at);
        }
        if (!threw) expectNumber();
        if (back === null && !threw) continue;
        const to = (back ?? 0) % contents.length;
        table.restore(to, object);
        expect(same(object, contents[to])).toBe(true);
        expectNumber();
      }
    });
    fc.assert(property, { numRuns: 150 });
  });

  const made = () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5);
    const shared = { low: 1, high: 2 };
    const list = [1, undefined, 3];
    return {
      list,
      shared,
      again: [shared],
      map: new Map([
        ["a", 1],
        ["b", 2],
      ]),
      set: new Set([1, 2]),
      bytes,
      top: 0,
    };
  };
  const changes = Object.entries({ ...CHANGES, ...CLOSINGS });
  test.each(changes)("is seen to have another content after %s, wherever that is", (_, change) => {
    let seen = 0;
    for (let where = 1; where < objectsIn(made()).size; where++)
      for (let at = 0; at < 3; at++) {
        const table = new SnapshotTable();
        const object = made();
        expect([table.idOf(object), table.idOf(object)]).toEqual([0, 0]);
        table.restore(0, object);
        table.restore(0, object);
        const before = naiveCopy(object);
        change([...objectsIn(object)][where]!, 7, at);
        if (same(object, before)) continue;
        seen++;
        expect(table.idOf(object)).toBe(1);
        object.top++;
        expect(table.idOf(object)).toBe(2);
        for (const back of [0, 0, 2, 0, 1, 0]) {
          table.restore(back, object);
          expect(table.idOf(object)).toBe(back);
          if (back === 0) expect(same(object, before)).toBe(true);
        }
        // Where its objects are the same again as in a content it left: by that, and after a call that threw.
        for (const threw of [false, true, false]) {
          change([...objectsIn(object)][where]!, 7, at);
          if (!threw) expect(table.idOf(object)).toBe(1);
          table.restore(0, object);
          expect(same(object, before)).toBe(true);
          expect(table.idOf(object)).toBe(0);
        }
      }
    expect(seen).toBeGreaterThan(0);
  });
});

test("where only values change, what an object holds stays the same objects", () => {
  const table = new SnapshotTable();
  const object = { list: [0, 0], bytes: new Uint8Array(2), shared: { top: 0 }, of: new Map([[1, 1]]) };
  const ids = [0, 1].map((now) => {
    object.list[1] = object.bytes[0] = object.shared.top = now;
    object.of.set(1, now);
    return table.idOf(object);
  });
  for (const id of ids) table.restore(id, object); // each for the first time, and so made anew
  const { list, bytes, shared, of } = object;
  for (const id of [0, 1, 0, 1]) {
    table.idOf(object);
    table.restore(id, object);
    expect([object.list[1], object.bytes[0], object.shared.top, object.of.get(1)]).toEqual([id, id, id, id]);
  }
  expect(
    [object.list, object.bytes, object.shared, object.of].every(
      (one, i) => one === [list, bytes, shared, of][i],
    ),
  ).toBe(true);
});

test("a function that is given fields meanwhile is refused, and one of a fresh object is no other content", () => {
  const table = new SnapshotTable();
  const make = () => ({ order: (a: number, b: number) => a - b, top: 0 });
  const object = make();
  expect([
    table.idOf(make(), true),
    table.idOf(object, true),
    table.idOf(object),
    table.idOf(object),
  ]).toEqual([0, 0, 0, 0]);
  Object.assign(object.order, { calls: 1 });
  expect(() => table.idOf(object)).toThrow("object.order is a function with fields of its own");
});

test("a value is seen to be another, whatever both are, and comes back", () => {
  const values = [0, -0, 1, 0.5, Number.NaN, 2 ** 31, true, false, "1", "", 1n, null, undefined, Symbol("x")];
  for (const [i, before] of values.entries())
    for (const after of values.slice(0, i)) {
      const table = new SnapshotTable();
      const object = { held: before, in: new Map([["held", before]]), list: [before] };
      expect([table.idOf(object), table.idOf(object)]).toEqual([0, 0]);
      object.held = after;
      expect([table.idOf(object), table.idOf(object)]).toEqual([1, 1]);
      object.in.set("held", after);
      object.list[0] = after;
      expect([table.idOf(object), table.idOf(object)]).toEqual([2, 2]);
      for (const id of [0, 2, 1, 0, 1, 2, 0]) {
        table.restore(id, object);
        expect(object).toEqual({
          held: id === 0 ? before : after,
          in: new Map([["held", id === 2 ? after : before]]),
          list: [id === 2 ? after : before],
        });
        expect(table.idOf(object)).toBe(id);
      }
    }
});

test("what no mirror follows is seen as well: a date, a field of a function, what was closed being frozen", () => {
  const order = (a: number, b: number) => a - b;
  const seen = <T extends object>(object: T, change: (object: T) => unknown) => {
    const table = new SnapshotTable();
    const before = [table.idOf(object), table.idOf(object)];
    change(object);
    return [...before, table.idOf(object), table.idOf(object)];
  };
  expect(seen({ at: new Date(1) }, ({ at }) => at.setTime(2))).toEqual([0, 0, 1, 1]);
  const closed = { closed: Object.preventExtensions({ top: 1 }) };
  expect(seen(closed, (object) => Object.freeze(object.closed))).toEqual([0, 0, 1, 1]);
  const plain = new SnapshotTable();
  const calling = { held: { order }, top: 0 };
  expect([plain.idOf(calling), plain.idOf(calling)]).toEqual([0, 0]);
  Object.assign(order, { calls: 1 });
  expect(() => plain.idOf(calling)).toThrow("object.held.order is a function with fields of its own");
});

test("the first time a content is brought back, all that an object holds is made anew", () => {
  const table = new SnapshotTable();
  const object = { list: [0] };
  const first = table.idOf(object);
  object.list[0] = 1;
  table.idOf(object);
  const kept = object.list;
  table.restore(first, object);
  expect(object.list).not.toBe(kept);
});
