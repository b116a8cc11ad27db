/** Windows of larger pools: what they cost, what they find, and where there can be none. */
import { describe, expect, test } from "vitest";
import { replay } from "../../counterexamples/replay.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { isMisuse } from "../../model/basics/misuse.js";
import { fromObject } from "../../model/doors/from-object.js";
import type { Allocator, AllocatorDefinition, Offers } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";
import { memoryOf } from "../../model/words/initial-memory.js";
import { type Scope, scopeOf } from "../../model/words/scope.js";
import { answersOf, programOf } from "../../testing/commands.js";
import type { WantedWindows } from "../evidence/standard-windows.js";
import { runTo } from "./check.js";
import { ownScopes } from "./own-scope.js";
import type { Run } from "./verdict.js";
import { Windowing } from "./windows.js";

const AT_62 = { pool: 72, windowAt: 62 };
const named = (name: string) => ALLOCATORS.find((each) => each.name === name)!;

/** A run with what its windows came to. */
function inWindows(definition: AllocatorDefinition, scope: Scope, wanted: WantedWindows): Run {
  const windowing = new Windowing(runTo({ definition, scope }), wanted);
  for (let next = windowing.next(); next !== null; next = windowing.next())
    try {
      windowing.take(runTo({ definition, scope: next }));
    } catch (error) {
      if (!isMisuse(error)) throw error;
      windowing.take(error);
    }
  return windowing.run;
}

test.each(["bitmap", "free-list", "buddy", "bootmem", "pages-as-is"])(
  "%s does at frame 62 what it does at frame 0",
  (name) => {
    const definition = named(name);
    for (const own of ownScopes(definition)) {
      const scope = { ...own, frames: 3, owners: 1, slices: 1 };
      const [alone, there] = [scope, scopeOf({ ...scope, ...AT_62 })].map((each) =>
        runTo({ definition, scope: each }),
      );
      expect(there).toMatchObject({ verdict: "holds", closed: true });
      // Blocks are aligned by their place in the pool, so which there are differs.
      if (!scope.modules.includes("blocks")) expect(there?.outcomes).toEqual(alone?.outcomes);
      if (!scope.modules.includes("blocks")) expect(there?.levels).toEqual(alone?.levels);
    }
  },
);

test("who hands out less of a larger pool than there is is told so beside the smaller window", () => {
  /** The bit of a frame is that of the one 32 before it. */
  class Shifts {
    bits = 0;
    constructor(readonly frames: number) {}
    alloc(): number {
      for (let frame = 0; frame < this.frames; frame++)
        if (!this.has(frame)) {
          this.bits |= 1 << frame;
          return frame;
        }
      return -1;
    }
    free(frame: number): boolean {
      if (!this.has(frame)) return false;
      this.bits &= ~(1 << frame);
      return true;
    }
    private has(frame: number): boolean {
      return ((this.bits >> frame) & 1) === 1;
    }
  }
  const make = fromObject<Shifts>({
    make: ({ frames }) => new Shifts(frames),
    calls: { alloc: (pool) => pool.alloc(), free: (pool, { frame }) => pool.free(frame) },
  });
  const run = inWindows(defineAllocator({ name: "shifts", make }), scopeOf({ frames: 3 }), "one");
  expect(run).toMatchObject({
    verdict: "holds",
    evidence: [
      {
        seen: [{ pool: 14 }],
        open: [{ at: 63, pool: 70, why: "shifts, in a pool of 70, hands out 32 frames and no more" }],
      },
    ],
  });
});

test.each(["bitmap-pins-once", "bitmap-keeps-the-last-frame", "free-list-forgets-to-merge"])(
  "%s is caught there by the same commands, further on, and the trace replays",
  (name) => {
    const definition = named(name);
    const found = (scope: Scope) => runTo({ definition, scope }).counterexamples[0]!;
    const alone = found(scopeOf({}));
    const there = found(scopeOf(AT_62));
    expect([there.rule, there.steps.length]).toEqual([alone.rule, alone.steps.length]);
    const moved = programOf(alone).map((line) =>
      line.replace(/(?<=[(.])\d+/g, (frame) => `${Number(frame) + 62}`),
    );
    expect(programOf(there)).toEqual(moved);
    expect(replay(there, definition, definition.contract)).toMatchObject({
      fate: "breaks",
      rule: alone.rule,
    });
  },
);

/** A bitmap of one owner's reservations and nothing else, made whole or with a map. */
class Plain implements Allocator {
  readonly state: Uint8Array;
  constructor(scope: Scope) {
    this.state = new Uint8Array(scope.frames);
    for (const { kind, start, count } of memoryOf(scope))
      if (kind !== "free") this.state.fill(1, start, start + count);
  }
  alloc(): number {
    const frame = this.state.indexOf(0);
    if (frame >= 0) this.state[frame] = 1;
    return frame < 0 ? -9 : frame;
  }
  free(frame: number): number {
    if (this.state[frame] === 0) return -10;
    this.state[frame] = 0;
    return 0;
  }
}

describe("how the rest is taken", () => {
  const scope = scopeOf({ frames: 2, ...AT_62 });
  const run = (definition: AllocatorDefinition) => runTo({ definition, scope });
  test("by alloc and free, where nothing can be reserved", () => {
    const counted: Allocator[] = [];
    const make = (whole: Scope) => {
      const made = new Plain(whole);
      counted.push(made);
      return made;
    };
    expect(run(defineAllocator({ name: "plain", make }))).toMatchObject({ verdict: "holds", states: 4 });
    expect(counted[0]?.state.length).toBe(72);
  });

  test("by no command that is not offered, of which nobody knows what it would do", () => {
    class OneByOne extends Plain {
      reserved = 0;
      reserve(start: number, _count: number, owner: number): number {
        this.reserved += owner === 3 ? 1 : 0;
        this.state[start] = 1; // it reads no count
        return 0;
      }
    }
    const made: OneByOne[] = [];
    const make = (whole: Scope) => {
      made.push(new OneByOne(whole));
      return made.at(-1)!;
    };
    const reservedWith = (reserve: Offers["reserve"]) => {
      made.length = 0;
      const offers = { alloc: true, free: true, reserve: reserve ?? false };
      run(defineAllocator({ name: "one-by-one", offers, make }));
      return made[0]?.reserved;
    };
    expect(reservedWith(({ range, owner }) => range.count === 1 && owner === 1)).toBe(70);
    expect(reservedWith(({ range, owner }) => range.count === 9 && owner === 1)).toBe(0);
  });

  test("by make, which is given a map", () => {
    const maps: string[] = [];
    const make = (whole: Scope) => {
      maps.push(`${whole.frames}: ${whole.initial}`);
      return new Plain(whole);
    };
    const offers = { alloc: true }; // it could not take the rest by commands
    const definition = defineAllocator({ name: "plain", offers, window: "made", make });
    expect(run(definition)).toMatchObject({ verdict: "holds", states: 3 });
    expect(maps[0]).toBe("72: 62 reserved, 2 free, 8 reserved");
  });

  test("not at all, and why is said", () => {
    const make = (whole: Scope) => new Plain(whole);
    const refuses = (definition: AllocatorDefinition) => () => run(definition);
    expect(refuses(defineAllocator({ name: "plain", window: "none", make }))).toThrow("has no windows");
    expect(refuses(defineAllocator({ name: "plain", offers: { alloc: true }, make }))).toThrow(
      "offers neither reserve nor alloc and free for all of it",
    );
    const full = (whole: Scope) => Object.assign(new Plain(whole), { alloc: () => -9 });
    expect(refuses(defineAllocator({ name: "plain", make: full }))).toThrow("hands out 0 frames and no more");
    const deaf = (whole: Scope) => Object.assign(new Plain(whole), { reserve: () => -2 });
    expect(refuses(defineAllocator({ name: "plain", make: deaf }))).toThrow(
      "answers -2 to reserve(0..61, owner 3)",
    );
  });
});

test("a frame from outside the window is no free frame", () => {
  const make = (scope: Scope) => Object.assign(new Plain(scope), { alloc: () => 3 });
  const definition = defineAllocator({ name: "plain", window: "made", make });
  const [found] = runTo({ definition, scope: scopeOf(AT_62) }).counterexamples;
  expect(found).toMatchObject({
    rule: "alloc/free-frame",
    expected: "a free frame: 62, 63, 64, 65",
    found: "frame 3, which is taken, as all outside the window",
  });
  expect(answersOf(found!)).toEqual(["frame 3"]);
});

test("what the allocator counts and believes is looked at without the rest", () => {
  const scope = scopeOf({ frames: 3, owners: 1, slices: 1, ...AT_62 });
  for (const name of ["bitmap-miscounts", "bitmap-loses-the-rest"].filter(
    (each) => named(each) !== undefined,
  )) {
    const [found] = runTo({ definition: named(name), scope }).counterexamples;
    expect(found?.expected).toMatch(/frame 6[234]|frames/);
  }
});

/** Chunks that are cleared in words of so many bits by the mask of the first: an ordinary class. */
function chunked(bits: number, own = 0) {
  return defineAllocator({
    name: "chunked",
    make: fromObject({
      make: ({ frames }: Scope) => new Chunked(frames + own, bits),
      calls: {
        reserve: (it: Chunked, { start, count }) => it.mark(start + own, count),
        release: (it: Chunked, { start, count }) => it.clear(start + own, count),
      },
    }),
    contract: {
      id: "trusts",
      summary: "",
      promises: Object.fromEntries(
        ["reserve/overlaps-reserved", "release/not-reserved", "release/foreign-owner"].map((key) => [
          key,
          { kind: "precondition", because: "" } as const,
        ]),
      ),
      mayRefuse: {},
    },
  });
}

class Chunked {
  private readonly map: number[];
  constructor(
    frames: number,
    private readonly bits: number,
  ) {
    this.map = new Array<number>(Math.ceil(frames / bits)).fill(0);
  }
  mark(start: number, count: number): boolean {
    for (let frame = start; frame < start + count; frame++) if (this.isMarked(frame)) return false;
    for (let frame = start; frame < start + count; frame++)
      this.map[Math.floor(frame / this.bits)]! |= 1 << (frame % this.bits);
    return true;
  }
  clear(start: number, count: number): boolean {
    this.map[Math.floor(start / this.bits)]! &= ~(((1 << count) - 1) << (start % this.bits));
    return true;
  }
  private isMarked(frame: number): boolean {
    return ((this.map[Math.floor(frame / this.bits)]! >> (frame % this.bits)) & 1) === 1;
  }
}

describe("which windows there are", () => {
  const scope = scopeOf({ frames: 4, owners: 1, slices: 1 });
  test("one across frame 64, which is the end of a byte and of longer words", () => {
    for (const bits of [8, 16]) {
      const run = inWindows(chunked(bits), scope, "one");
      expect(run).toMatchObject({ verdict: "broken", scope: { windowAt: 62, pool: 72 } });
      expect(run.evidence).toEqual([{ kind: "windows", alone: 16, seen: [], open: [] }]);
    }
    expect(inWindows(named("bitmap"), scope, "none").evidence).toBeUndefined();
  });

  test("the standard places, and those that are asked for", () => {
    const seen = (wanted: WantedWindows) =>
      inWindows(named("bitmap"), scope, wanted).evidence?.flatMap((each) =>
        each.kind === "windows" ? each.seen.map(({ at, pool }) => [at, pool]) : [],
      );
    expect(seen("standard")?.map(([at]) => at)).toEqual([4, 6, 8, 28, 30, 32, 60, 62, 64, 68]);
    expect(seen([200, 29])).toEqual([
      [29, 72],
      [200, 204],
    ]);
  });

  test("a smaller pool where a larger one cannot be made, and none where none can", () => {
    const upTo = (most: number) => ({
      ...named("bitmap"),
      make: (whole: Scope) => {
        if (whole.frames > most) throw new RangeError(`no more than ${most}`);
        return named("bitmap").make(whole);
      },
    });
    const windows = (most: number, wanted: WantedWindows = "one") =>
      inWindows(upTo(most), scope, wanted).evidence;
    expect(windows(40)).toMatchObject([{ seen: [{ at: 30, pool: 40 }], open: [] }]);
    expect(windows(20)).toMatchObject([{ seen: [{ at: 6, pool: 16 }], open: [] }]);
    expect(windows(4)).toMatchObject([
      { seen: [], none: expect.stringContaining("no more than 4"), open: [] },
    ]);
    expect(inWindows(upTo(4), scope, [3]).verdict).toBe("holds");
  });

  test("none for other modules, maps and what is broken without one; said where one is asked for", () => {
    const regions = scopeOf({ frames: 1, owners: 1, slices: 1, modules: ["regions"] });
    const none = "they do not go with the module regions: what it says of memory is said of all of it";
    expect(inWindows(named("memblock"), regions, "one").evidence).toBeUndefined();
    expect(inWindows(named("memblock"), regions, "standard").evidence).toMatchObject([{ none }]);
    expect(inWindows(named("bitmap-pins-once"), scopeOf({}), [3]).evidence).toMatchObject([
      { none: "a rule is broken without one" },
    ]);
    expect(() => scopeOf({ ...AT_62, modules: ["boot"] })).toThrow("no windows with the module boot");
    expect(() => scopeOf({ pool: 64, windowAt: 62 })).toThrow("4 frames at frame 62 end at 66");
    expect(() => scopeOf({ ...AT_62, map: "4 free, 1 hole" })).toThrow("a window has no map");
    expect(scopeOf({ windowAt: 29 })).toMatchObject({ windowAt: 29, pool: 33 });
  });
});
