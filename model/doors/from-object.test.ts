import { describe, expect, test } from "vitest";
import { type AllocatorDefinition, check, defineAllocator, fromObject, type Refusal } from "../../index.js";
import type { AllocatorOptions } from "../socket/define.js";
import type { CommandKind } from "../words/commands.js";
import { reasons } from "../words/reasons.js";
import { DEFAULT_SCOPE } from "../words/scope.js";
import type { Addresses, ObjectDoor, Place } from "./object-door.js";

/** A free list with a bug to plant: the frame that is freed first is handed out first, `lost` never. */
class Queue {
  free: number[];
  taken: boolean[];
  constructor(
    readonly frames: number,
    private readonly lost = -1,
  ) {
    this.free = Array.from({ length: frames }, (_, i) => i);
    this.taken = this.free.map(() => false);
  }
  alloc(): number {
    const frame = this.free.shift();
    if (frame === undefined) return -1;
    this.taken[frame] = true;
    return frame;
  }
  put(frame: number): boolean {
    if (!this.taken[frame]) return false;
    this.taken[frame] = false;
    if (frame !== this.lost) this.free.push(frame);
    return true;
  }
}

const CALLS = {
  alloc: (queue: Queue) => queue.alloc(),
  free: (queue: Queue, { frame }: Place) => queue.put(frame),
};

function queue(lost: number, more: Partial<ObjectDoor<Queue>> = {}): AllocatorDefinition {
  const make = fromObject({ make: ({ frames }) => new Queue(frames, lost), calls: CALLS, ...more });
  return defineAllocator({ name: "queue", make });
}

const WAYS: Readonly<Record<string, Partial<ObjectDoor<Queue>>>> = {
  copied: {},
  saved: {
    save: ({ frames, free, taken }) => ({ frames, free, taken }),
    load: (saved) => Object.assign(new Queue(4), saved),
  },
  replayed: { replay: true, key: ({ free, taken }) => [free, taken] },
};

describe("the three ways to keep a content", () => {
  test.each([-1, 2])("give the same run, frame %i being lost", (lost) => {
    const runs = Object.entries(WAYS).map(([name, way]) => {
      // What is lost is no part of the content, so `load` must know it.
      const load = (saved: unknown) => Object.assign(new Queue(4, lost), saved);
      return check(queue(lost, name === "saved" ? { ...way, load } : way), { frames: 4, slices: 1 });
    });
    const [copied, ...others] = runs.map(({ measured: _, ...run }) => run);
    expect(copied?.verdict).toBe(lost < 0 ? "holds" : "broken");
    expect(copied?.states).toBeGreaterThan(20);
    for (const other of others) expect(other).toEqual(copied);
  });

  test("half of a pair is refused", () => {
    const save = () => 1;
    for (const half of [{ save }, { key: save }, { replay: true as const }])
      expect(() => queue(-1, half).make(DEFAULT_SCOPE)).toThrow(
        expect.objectContaining({ code: "half-a-door", remedy: "give both, or neither" }),
      );
  });

  test("a replay goes on where a command threw the first time", () => {
    class Throwing extends Queue {
      override put(frame: number): boolean {
        if (!this.taken[frame]) throw new RangeError("not taken");
        return super.put(frame);
      }
    }
    const make = fromObject({
      make: ({ frames }) => new Throwing(frames),
      calls: CALLS,
      refusals: [
        { of: "alloc", when: -1, is: "exhausted" },
        { when: RangeError, is: "already-free" },
      ],
      replay: true,
      key: ({ free }) => free,
    });
    expect(check(defineAllocator({ name: "throwing", make }), { frames: 3 }).verdict).toBe("holds");
  });

  test("an allocator knows its own content by other bytes in no scope but its own", () => {
    const { make } = queue(-1);
    const [one, two] = [make(DEFAULT_SCOPE), make(DEFAULT_SCOPE)];
    expect(one.state).toEqual(two.state);
    one.alloc?.();
    expect(one.state).not.toEqual(two.state);
    two.state.set(one.state);
    expect([one.alloc?.(), two.alloc?.()]).toEqual([1, 1]);
    expect(one.state).toEqual(two.state);
  });
});

describe("what a class answers", () => {
  /** What the socket is answered when the class gives or throws something. */
  const answered = (kind: CommandKind, act: () => unknown, refusals?: readonly Refusal[], base = 0) => {
    const calls = { [kind]: act };
    const door = { make: () => ({}), calls, addresses: { base, frameSize: base === 0 ? 1 : 4096 } };
    const allocator = fromObject(refusals === undefined ? door : { ...door, refusals })(DEFAULT_SCOPE);
    return kind === "alloc" ? allocator.alloc?.() : allocator.free?.(0);
  };
  const throwing = (error: unknown) => () => {
    throw error;
  };
  class Full extends Error {}

  test.each<readonly [string, unknown, readonly Refusal[] | undefined, unknown]>([
    ["a frame", () => 3, undefined, 3],
    ["a bigint", () => 3n, undefined, 3],
    ["-1 without refusals", () => -1, undefined, reasons.REFUSED],
    ["null without refusals", () => null, undefined, reasons.REFUSED],
    ["false without refusals", () => false, undefined, reasons.REFUSED],
    ["-1 with a reason", () => -1, [{ when: -1, is: "exhausted" }], reasons.EXHAUSTED],
    ["undefined with a reason", () => undefined, [{ when: undefined, is: "exhausted" }], reasons.EXHAUSTED],
    ["0 as a refusal", () => 0, [{ when: 0, is: "exhausted" }], reasons.EXHAUSTED],
    ["a class of errors", throwing(new Full()), [{ when: Full, is: "exhausted" }], reasons.EXHAUSTED],
    ["anything thrown", throwing("full"), [{ when: "throw", is: "refused" }], reasons.REFUSED],
    [
      "the first that fits",
      throwing(new Full()),
      [
        { when: RangeError, is: "reserved" },
        { when: Full, of: "free", is: "already-free" },
        { when: Full, of: "alloc", is: "exhausted" },
        { when: "throw", is: "refused" },
      ],
      reasons.EXHAUSTED,
    ],
    ["undefined", () => undefined, undefined, "undefined"],
    ["a float", () => 0.5, undefined, "0.5, at which no frame is"],
    ["an unlisted number", () => -22, undefined, "-22, which refusals does not list"],
    ["an unlisted null", () => null, [{ when: -1, is: "exhausted" }], "null"],
    ["a promise", async () => 1, undefined, "a promise"],
  ])("to alloc: %s", (_, act, refusals, expected) => {
    expect(answered("alloc", act as () => unknown, refusals)).toBe(expected);
  });

  test.each<readonly [string, unknown, unknown]>([
    ["nothing", undefined, 0],
    ["true", true, 0],
    ["false", false, reasons.REFUSED],
    ["a number", 7, 0],
    ["an unlisted number", -22, "-22, which refusals does not list"],
    ["a promise", Promise.resolve(), "a promise"],
  ])("to free: %s", (_, result, expected) => {
    expect(answered("free", () => result)).toBe(expected);
  });

  test.each<readonly [CommandKind, Refusal, unknown, unknown]>([
    ["free", { when: 0, is: "exhausted" }, 0, 0],
    ["free", { when: undefined, is: "exhausted" }, undefined, 0],
    ["free", { when: null, is: "exhausted" }, null, 0],
    ["free", { when: 0, is: "exhausted", of: "free" }, 0, reasons.EXHAUSTED],
    ["free", { when: 0, is: "already-free" }, 0, reasons.ALREADY_FREE],
    ["free", { when: 0, is: "refused" }, 0, reasons.REFUSED],
    ["free", { when: false, is: "exhausted" }, false, reasons.EXHAUSTED],
    ["free", { when: -12, is: "exhausted" }, -12, reasons.EXHAUSTED],
    ["alloc", { when: 0, is: "already-free" }, 0, 0],
  ])("%s, when a refusal is listed for all commands: %o, %s", (kind, refusal, result, expected) => {
    expect(answered(kind, () => result, [refusal])).toBe(expected);
  });

  test("an address is a frame where one begins", () => {
    const at = (address: number | bigint) => answered("alloc", () => address, [], 0x1000);
    expect([at(0x1000), at(0x3000), at(0x3000n)]).toEqual([0, 2, 2]);
    expect(at(0x1800)).toBe("6144, at which no frame begins");
    expect(at(0)).toBe("0, at which no frame begins");
  });

  test("what is thrown and not listed is a finding, and so is a promise", () => {
    const broken = (act: () => unknown) => {
      const make = fromObject({ make: () => ({}), calls: { alloc: act } });
      return check(defineAllocator({ name: "x", make })).counterexamples[0];
    };
    expect(broken(throwing(new Full("boom")))).toMatchObject({ rule: "threw", found: "threw Error: boom" });
    expect(broken(async () => 1)).toMatchObject({ rule: "no-answer", found: "no answer: a promise" });
  });
});

describe("what a class is told", () => {
  test("the place in frames and in addresses", () => {
    const told: unknown[] = [];
    const tell = (_: object, place: Place) => void told.push({ ...place });
    const allocator = fromObject({
      make: () => ({}),
      calls: { reserve: tell, borrow: tell, alloc: tell, free: tell },
      addresses: { base: 0x8000, frameSize: 0x1000 },
      observe: (_, place) => told.push(place),
    })(DEFAULT_SCOPE);
    allocator.reserve?.(1, 2, 2);
    allocator.borrow?.(3, 1);
    allocator.free?.(3);
    allocator.observe?.(0);
    const to = { to: 0, toBytes: 0, zone: 0 }; // no command resizes, and what is observed has no such place
    const place = (frame: number, count: number, owner: number) => {
      const [address, bytes] = [0x8000 + frame * 0x1000, count * 0x1000];
      return { start: frame, frame, count, align: 1, owner, address, end: address + bytes, bytes };
    };
    const commands = [place(1, 2, 2), place(3, 1, 0), place(3, 1, 0)].map((told) => ({ ...told, ...to }));
    expect(told).toEqual([...commands, place(0, 1, 0)]);
    expect(allocator.release).toBeUndefined();
  });

  test("the arguments of a command that only a few have", () => {
    const told: unknown[] = [];
    const allocator = fromObject({
      make: () => ({}),
      calls: {
        "alloc-range": (_, { command, count, align }) => void told.push([command, count, align]),
        mark: (_, { command: { flag }, start }) => void told.push([flag, start]),
        touch: (_, { command: { slot } }) => void told.push(slot),
        derive: (_, { command: { from }, start, count }) => void told.push([from, start, count]),
      },
    })(DEFAULT_SCOPE);
    const asked = { count: 2, align: 4, window: { start: 1, count: 3 }, node: 1, search: "exact" } as const;
    allocator.allocRange?.(2, 4, 1, 4, 1, 2);
    allocator.allocRange?.(2, 4, 0, 0, 0, 0);
    allocator.markRange?.(3, 1, 4);
    allocator.touchHandle?.(1);
    allocator.deriveSlice?.(0, 4, 1, 2);
    expect(told).toEqual([
      [{ kind: "alloc-range", ...asked }, 2, 4],
      [{ kind: "alloc-range", ...asked, window: null, node: 0, search: "phys" }, 2, 4],
      ["nomap", 3],
      1,
      [{ start: 0, count: 4 }, 1, 2],
    ]);
  });

  test("a class that speaks of addresses runs like one that speaks of frames", () => {
    const addressed = fromObject({
      make: ({ frames }) => new Queue(frames),
      calls: {
        alloc: (all) => {
          const frame = all.alloc();
          return frame < 0 ? 0 : 0x1000 + frame * 0x1000;
        },
        free: (all, { address }) => all.put(address / 0x1000 - 1),
      },
      refusals: [
        { of: "alloc", when: 0, is: "exhausted" },
        { of: "free", when: false, is: "already-free" },
      ],
      addresses: { base: 0x1000, frameSize: 0x1000 },
    });
    const { measured: _, ...run } = check(defineAllocator({ name: "queue", make: addressed }));
    expect(run).toMatchObject({ verdict: "holds", states: check(queue(-1)).states });
  });

  test("what it believes, audits and counts is held against the specification", () => {
    const broken = (more: Partial<ObjectDoor<Queue>>) => check(queue(-1, more)).counterexamples[0]?.rule;
    expect(broken({ observe: ({ taken }, { frame }) => (taken[frame] ? 255 : 0) })).toBeUndefined();
    expect(broken({ observe: () => 0 })).toBe("observed-kind");
    expect(broken({ audit: ({ free }) => (free.length < 2 ? "too few" : null) })).toBe("audit");
    expect(broken({ counts: ({ free }) => ({ free: free.length }) })).toBeUndefined();
    expect(broken({ counts: () => ({ free: 4 }) })).toBe("conservation");
  });

  test("offers are the calls there are", () => {
    expect(queue(-1).offers).toEqual({ alloc: true, free: true });
    const run = check(queue(-1));
    expect(run.notOffered).toEqual(["reserve", "release", "borrow", "drop"]);
  });
});

test.each<readonly [string, unknown, string]>([
  ["make is missing", { calls: {} }, "fromObject has no function make"],
  ["calls is missing", { make: Object }, "fromObject has no calls"],
  ["a call is misspelt", { make: Object, calls: { allok: Object } }, "calls names allok"],
  ["a call is no function", { make: Object, calls: { alloc: 1 } }, "the call alloc is no function"],
  [
    "a reason is misspelt",
    { make: Object, calls: {}, refusals: [{ when: -1, is: "full" }] },
    "refusals names the reason full",
  ],
  [
    "a command is misspelt",
    { make: Object, calls: {}, refusals: [{ when: -1, is: "exhausted", of: "get" }] },
    "refusals names the command get",
  ],
])("a door is refused when %s", (_, door, what) => {
  expect(() => fromObject(door as ObjectDoor<object>)).toThrow(
    expect.objectContaining({ code: "bad-definition", what }),
  );
});

test.each<readonly [() => unknown, string]>([
  [
    () => fromObject({ make: Object, calls: {}, refusal: [] } as ObjectDoor<object>),
    "fromObject takes no refusal",
  ],
  [
    () =>
      fromObject({
        make: Object,
        calls: {},
        refusals: [{ when: 0, is: "exhausted", off: "alloc" } as Refusal],
      }),
    "a refusal takes no off",
  ],
  [
    () =>
      fromObject({ make: Object, calls: {}, addresses: { base: 0, frameSize: 1, headers: 1 } as Addresses })(
        DEFAULT_SCOPE,
      ),
    "addresses takes no headers",
  ],
  [
    () => defineAllocator({ name: "mapped", map: "2 free", make: Object } as unknown as AllocatorOptions),
    "defineAllocator takes no map",
  ],
])("what is misspelt or stands elsewhere is refused: %s", (define, what) => {
  expect(define).toThrow(expect.objectContaining({ code: "unknown-option", what }));
});

test.each([
  [5, "gave 5, not an object"],
  [null, "gave null, not an object"],
  [Promise.resolve(), "gave a promise"],
])("make that gives %s is refused", (made, message) => {
  const make = fromObject({ make: () => made as object, calls: {} });
  expect(() => make(DEFAULT_SCOPE)).toThrow(`make of fromObject ${message}`);
});

test("a linked list of six frames is searched whole", () => {
  class List {
    head: { frame: number; next: List["head"] } | null = null;
    constructor(frames: number) {
      for (let frame = frames - 1; frame >= 0; frame--) this.put(frame);
    }
    take(): number | null {
      const { frame = null, next = null } = this.head ?? {};
      this.head = next;
      return frame;
    }
    has(frame: number): boolean {
      for (let node = this.head; node !== null; node = node.next) if (node.frame === frame) return true;
      return false;
    }
    put(frame: number): boolean {
      if (this.has(frame)) return false;
      this.head = { frame, next: this.head };
      return true;
    }
  }
  const make = fromObject({
    make: ({ frames }) => new List(frames),
    calls: { alloc: (list) => list.take(), free: (list, { frame }) => list.put(frame) },
  });
  const run = check(defineAllocator({ name: "list", make }), { frames: 6 });
  expect(run).toMatchObject({ verdict: "holds", states: 1957, tried: 13_699 });
});

test("a function that a class makes anew for each object is the same in all of them", () => {
  class Sorted {
    readonly free: number[];
    readonly ascending = (a: number, b: number) => a - b;
    constructor(frames: number) {
      this.free = Array.from({ length: frames }, (_, frame) => frame);
    }
    take(): number {
      return this.free.shift() ?? -1;
    }
    put(frame: number): boolean {
      if (this.free.includes(frame)) return false;
      this.free.push(frame);
      this.free.sort(this.ascending);
      return true;
    }
  }
  const make = fromObject({
    make: ({ frames }) => new Sorted(frames),
    calls: { alloc: (pool) => pool.take(), free: (pool, { frame }) => pool.put(frame) },
  });
  const run = check(defineAllocator({ name: "sorted", make }), { frames: 3 });
  expect(run).toMatchObject({ verdict: "holds", states: 8 });
});

test("a call that takes what it is given for a frame is a misuse, and no fault of the class", () => {
  // Somebody who writes JavaScript is warned by no type.
  const calls = { ...CALLS, free: (queue: Queue, frame: unknown) => queue.put(frame as number) };
  for (const refusals of [undefined, [{ when: "throw", is: "already-free" }] as const])
    expect(() => check(queue(-1, { calls, ...(refusals && { refusals }) }), { frames: 2 })).toThrow(
      "the call for free takes what it is given for a number",
    );
});
