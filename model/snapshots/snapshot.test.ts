import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { build, Frame, plan, Stack, same } from "../../testing/values.js";
import { SnapshotTable } from "./snapshot.js";

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

  test("from where an error was made is no part of it; a field of that name is", () => {
    const table = new SnapshotTable();
    const made = () => new RangeError("full");
    expect(table.idOf({ error: made() })).toBe(table.idOf({ error: made() }));
    const traced = () => {
      const object = { code: 1 };
      Error.captureStackTrace(object);
      return object;
    };
    expect(table.idOf(traced())).toBe(table.idOf(traced()));
    expect(table.idOf({ stack: "1" })).not.toBe(table.idOf({ stack: "2" }));
    expect(() => table.idOf(Object.defineProperty({}, "stack", { get: () => "1" }))).toThrow("an accessor");
  });
});

describe("what cannot be copied is refused, with its place and a remedy", () => {
  function* walk() {
    yield 1;
  }
  class Hiding {
    #next = 0;
    take(): number {
      return this.#next++;
    }
  }
  class Below extends Hiding {}
  class Arrowed {
    top = 0;
    next = () => this.top++;
  }
  class Table extends Map<unknown, unknown> {}
  const field = (attributes: PropertyDescriptor) => Object.defineProperty({}, "size", attributes);
  const lasting = Object.defineProperty([1], "0", { configurable: false });
  const counting = Object.assign(() => 1, { calls: 0 });
  const resizable = Reflect.construct(ArrayBuffer, [1, { maxByteLength: 2 }]) as ArrayBuffer;

  test.each<readonly [string, string, unknown]>([
    ["", "a WeakMap", new WeakMap()],
    ["", "a WeakSet", new WeakSet()],
    ["", "a WeakRef", new WeakRef({})],
    ["", "a Promise", Promise.resolve()],
    [".buffer", "a SharedArrayBuffer", new Uint8Array(new SharedArrayBuffer(1))],
    ["", "a RegExp", /x/],
    ["", "a NumberFormat", new Intl.NumberFormat()],
    ["", "a Number", Object(1)],
    ["", "a Generator", walk()],
    ["", "an Array Iterator", [1].values()],
    ["", "a Map Iterator", new Map().entries()],
    [".#next", "a private field", new Hiding()],
    [".#next", "a private field", new Below()],
    ["", "a proxy", new Proxy({}, {})],
    ["", "a proxy", new Proxy(new Table(), {})],
    ["", "an object whose prototype is a proxy", Object.create(new Proxy({}, {}))],
    [".size", "an accessor", field({ get: () => 1, enumerable: true, configurable: true })],
    [".size", "an accessor", field({ set: () => {}, enumerable: true, configurable: true })],
    [".size", "a read-only field", field({ value: 1, enumerable: true, configurable: true })],
    [".size", "a field that cannot be configured", field({ value: 1, enumerable: true, writable: true })],
    ["[0]", "a field that cannot be configured", lasting],
    ["", "an array of fixed length", Object.defineProperty([1], "length", { writable: false })],
    [
      "",
      "an array with a field that is not enumerable",
      Object.defineProperty([1], "top", { value: 1, writable: true, configurable: true }),
    ],
    ["", "a function with fields of its own", counting],
    [".next", "a function that keeps its own `this`", new Arrowed()],
    ["", "a function that keeps its own `this`", counting.bind(null)],
    ["", "a Buffer in memory that Node shares among many", Buffer.from("0000")],
    [".buffer", "a buffer that can be resized", new Uint8Array(resizable)],
    ["[entry 1]", "a WeakSet", new Map<unknown, unknown>([[1, 2]]).set(3, new WeakSet())],
    ['["a b"][Symbol(x)]', "a WeakSet", { "a b": { [Symbol("x")]: new WeakSet() } }],
    [".log.age", "an accessor", { log: Object.defineProperty(new Uint8Array(1), "age", { get: () => 1 }) }],
  ])("object.held[0]%s is %s", (place, what, held) => {
    const table = new SnapshotTable();
    expect(() => table.idOf({ held: [held] })).toThrow(
      expect.objectContaining({
        code: "cannot-copy",
        what: `object.held[0]${place} is ${what}, which cannot be copied`,
        remedy: "give fromObject save and load, or replay: true with a key",
      }),
    );
  });

  test("the value itself is called by its class", () => {
    class PagePool {
      cache = { weak: new WeakMap() };
    }
    expect(() => new SnapshotTable().idOf(new PagePool())).toThrow("pagePool.cache.weak is a WeakMap");
    expect(() => new SnapshotTable().idOf(new Proxy(new PagePool(), {}))).toThrow("object is a proxy");
  });

  test("a private method is no state", () => {
    class Sorted {
      list = [2, 1];
      #sort(): void {
        this.list.sort();
      }
      get #first() {
        return this.list[0];
      }
      async *#all() {
        yield this.#first;
      }
      sorted(): unknown {
        this.#sort();
        return this.#all();
      }
    }
    const table = new SnapshotTable();
    const sorted = new Sorted();
    const id = table.idOf(sorted);
    sorted.sorted();
    expect(table.idOf(sorted)).not.toBe(id);
    table.restore(id, sorted);
    expect(sorted.list).toEqual([2, 1]);
  });

  test("a class that only speaks of # has no private field", () => {
    class Named {
      name = "#next";
    }
    expect(new SnapshotTable().idOf(new Named())).toBe(0);
  });
});

describe("what keeps an object from taking its content back is told with its place", () => {
  const restored = (change: (object: { list: number[]; top: number }) => void, list = [1]) => {
    const table = new SnapshotTable();
    const object = { list, top: 0 };
    const id = table.idOf(object);
    change(object);
    table.restore(id, object);
  };
  const refused = (what: string) =>
    expect.objectContaining({
      code: "cannot-copy",
      what: `${what} is a field that does not take back what it held, which cannot be copied`,
    });

  test("when it is frozen meanwhile", () => {
    expect(() => restored((object) => Object.freeze(object))).toThrow(refused("object"));
    expect(() => restored((object) => Object.preventExtensions(object))).toThrow(refused("object"));
  });

  test("when a field is read-only meanwhile, or no longer listed", () => {
    const change = (attributes: PropertyDescriptor) => () =>
      restored((object) => {
        object.top = 1;
        Object.defineProperty(object, "top", attributes);
      });
    expect(change({ writable: false })).toThrow(refused("object.top"));
    expect(change({ enumerable: false })).toThrow(refused("object.top"));
    expect(change({})).not.toThrow();
  });

  test("when it was frozen all the time, and something in it changes", () => {
    const table = new SnapshotTable();
    const object = Object.freeze({ list: [1] });
    const id = table.idOf(object);
    object.list.push(2);
    table.idOf(object);
    expect(() => table.restore(id, object)).toThrow(refused("object.list"));
  });
});

describe("what is frozen", () => {
  const NIL: { readonly frame: number; readonly next: unknown } = (() => {
    const nil: { frame: number; next: unknown } = { frame: -1, next: null };
    nil.next = nil;
    return Object.freeze(nil);
  })();

  test("throughout is shared, so that a sentinel stays what code compares with", () => {
    const table = new SnapshotTable();
    const id = table.idOf({ head: { frame: 1, next: NIL } });
    const copy = table.copyOf(id) as { head: { next: unknown } };
    expect(copy.head.next).toBe(NIL);
    expect(copy.head).not.toBe(NIL);
  });

  test("is another content than what is not, and is frozen in its copies", () => {
    const table = new SnapshotTable();
    const ways = [(o: object) => o, Object.preventExtensions, Object.seal, Object.freeze];
    const ids = ways.map((close) => table.idOf({ held: close({ list: [] }), all: close([1, {}]) }));
    expect(new Set(ids).size).toBe(4);
    const integrity = (object: object) =>
      [Object.isExtensible, Object.isSealed, Object.isFrozen].map((is) => is(object));
    for (const id of ids) {
      const copy = table.copyOf(id) as { held: object; all: object };
      expect(integrity(copy.held)).toEqual(integrity(ways[id]!({ list: [] })));
      expect(integrity(copy.all)).toEqual(integrity(ways[id]!([1, {}])));
      expect(table.idOf(copy)).toBe(id);
    }
  });

  test("and leads to what can change is copied with that", () => {
    const table = new SnapshotTable();
    const chain = (top: unknown) => {
      let node: unknown = { top };
      for (let i = 0; i < 2000; i++) node = Object.freeze({ node });
      return { node };
    };
    expect(table.idOf(chain(1))).toBe(0);
    expect(table.idOf(chain(2))).toBe(1);
    const [one, other] = [table.copyOf(0), table.copyOf(0)] as { node: object }[];
    expect(one?.node).not.toBe(other?.node);
    expect(Object.isFrozen(one?.node)).toBe(true);
  });

  test("is one value where it is equal: made anew it is no other content", () => {
    const table = new SnapshotTable();
    const range = (start: number) => ({ ranges: [Object.freeze({ start })] });
    expect([range(0), range(1), range(0)].map((value) => table.idOf(value))).toEqual([0, 1, 0]);
    const object = range(0);
    for (const start of [1, 0, 1, 0]) {
      object.ranges = range(start).ranges;
      table.restore(table.idOf(object), object);
    }
  });

  test.each([
    ["another object", () => ({ frames: [] as unknown[] })],
    ["the same object", undefined],
  ])("and equal to another that code keeps as well is refused: met in %s", (_, make) => {
    const FREE = Object.freeze({});
    const USED = Object.freeze({});
    const table = new SnapshotTable();
    const object = { frames: [FREE, FREE] as unknown[] };
    const id = table.idOf(object);
    object.frames[1] = USED;
    table.idOf(object);
    table.idOf(object); // it is still there: that says nothing
    table.restore(id, object);
    const next = make === undefined ? object : make();
    next.frames[1] = USED;
    expect(() => table.idOf(next)).toThrow(
      "object.frames[1] is one of two frozen objects that differ in nothing but identity",
    );
  });
});

describe("large contents", () => {
  test("twenty thousand linked nodes are copied, and a change at their end is seen", () => {
    const table = new SnapshotTable();
    let head: Frame | null = null;
    for (let number = 0; number < 20_000; number++) head = new Frame(number, head);
    const list = { head };
    expect(table.idOf(list)).toBe(0);
    let last = head!;
    while (last.next instanceof Frame) last = last.next;
    last.next = list;
    expect(table.idOf(list)).toBe(1);
    table.restore(0, list);
    expect(table.idOf(list)).toBe(0);
  });

  test("an array with few items and a great length is told by its keys", () => {
    const table = new SnapshotTable();
    const sparse: unknown[] = [];
    sparse[2 ** 32 - 2] = true;
    const copy = table.copyOf(table.idOf({ sparse })) as { sparse: unknown[] };
    expect([copy.sparse.length, Object.keys(copy.sparse)]).toEqual([2 ** 32 - 1, ["4294967294"]]);
    delete sparse[2 ** 32 - 2];
    expect(table.idOf({ sparse })).toBe(1);
  });

  test.each([1, 64, 65, 100_000])("own fields of a typed array of %i elements are state", (length) => {
    const table = new SnapshotTable();
    const log = Object.assign(new Uint8Array(length), { age: 0 });
    const hidden = Symbol("hidden");
    const ids = [table.idOf({ log })];
    log.age++;
    ids.push(table.idOf({ log }));
    Object.defineProperty(log, hidden, { value: 1, writable: true, configurable: true });
    ids.push(table.idOf({ log }));
    expect(ids).toEqual([0, 1, 2]);
    const copies = ids.map((id) => table.copyOf(id) as { log: typeof log & { [hidden]?: number } });
    expect(copies.map((copy) => [copy.log.age, copy.log[hidden], copy.log.length])).toEqual([
      [0, undefined, length],
      [1, undefined, length],
      [1, 1, length],
    ]);
  });

  test("so are those of a buffer, a DataView, and of what extends a built-in class", () => {
    class Bytes extends Uint8Array {}
    const table = new SnapshotTable();
    const held = [new ArrayBuffer(4), new DataView(new ArrayBuffer(4)), new Bytes(4), new Bytes(100)];
    for (const one of held) {
      const plain = table.idOf({ one });
      Object.assign(one, { age: 1 });
      const aged = table.idOf({ one });
      expect(aged).not.toBe(plain);
      const copy = table.copyOf(aged) as { one: object };
      expect(copy.one).toMatchObject({ age: 1 });
      expect(Object.getPrototypeOf(copy.one)).toBe(Object.getPrototypeOf(one));
    }
  });
});

test("what a class overrides is not asked when its objects are read and copied", () => {
  class Least extends Map<number, number> {
    override get size(): number {
      return 0;
    }
    override get(): number {
      throw new Error("asked");
    }
    override set(key: number, value: number): this {
      return super.set(key, value + 1);
    }
    override *[Symbol.iterator](): MapIterator<[number, number]> {}
  }
  class Wide {
    declare width: number;
    set top(_: number) {
      throw new Error("asked");
    }
  }
  const table = new SnapshotTable();
  const wide = Object.defineProperty(new Wide(), "top", {
    value: 1,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  const id = table.idOf({ least: new Least([[1, 1]]), wide });
  expect(table.idOf(table.copyOf(id))).toBe(id);
});

test("a typed array that is the object itself gets its bytes back in place", () => {
  const table = new SnapshotTable();
  const bytes = Uint8Array.of(1, 2, 3);
  const { buffer } = bytes;
  const id = table.idOf(bytes);
  bytes[1] = 9;
  table.restore(id, bytes);
  expect([[...bytes], bytes.buffer]).toEqual([[1, 2, 3], buffer]);
});
