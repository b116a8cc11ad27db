/** Blocks are aligned by their address: a pool may begin at any page frame. */
import { describe, expect, test } from "vitest";
import { check, defineAllocator, fromObject, replay, type Scope } from "../../index.js";
import { describeScope } from "../../model/words/scope.js";
import { programOf } from "../../testing/commands.js";

const PAGE = 4096;

/** A pool of pages from an address on, whose blocks are aligned by what `place` makes of a page. */
class Pool {
  private readonly taken: boolean[];

  constructor(
    frames: number,
    private readonly base: number,
    private readonly byIndex: boolean,
  ) {
    this.taken = new Array<boolean>(frames).fill(false);
  }

  alloc(count: number, align: number): number {
    for (let i = 0; i + count <= this.taken.length; i++) {
      const place = this.byIndex ? i : Math.floor(this.base / PAGE) + i;
      if (place % align !== 0 || this.taken.slice(i, i + count).includes(true)) continue;
      this.taken.fill(true, i, i + count);
      return this.base + i * PAGE;
    }
    return -1;
  }
}

type Base = number | ((scope: Scope) => number);

function pool(base: Base, byIndex: boolean) {
  const baseIn = (scope: Scope) => (typeof base === "number" ? base : base(scope));
  return defineAllocator({
    name: "pool",
    make: fromObject({
      make: (scope) => new Pool(scope.frames, baseIn(scope), byIndex),
      calls: { "alloc-block": (object, { count, align }) => object.alloc(count, align) },
      addresses:
        typeof base === "number"
          ? { base, frameSize: PAGE }
          : (scope) => ({ base: base(scope), frameSize: PAGE }),
      refusals: [{ when: -1, is: "exhausted" }],
    }),
  });
}

const FOLLOWS: Base = ({ startPfn = 0 }) => startPfn * PAGE;

describe("a base that is declared", () => {
  test.each([PAGE, 3 * PAGE, 0xffff_8000_0000_0000 + PAGE * 2049])("at %i: by address holds", (base) => {
    const run = check(pool(base, false));
    expect(run).toMatchObject({ verdict: "holds", scope: { startPfn: base / PAGE } });
    expect(run.further).toBeUndefined();
  });

  test("by the place in the pool is broken by one command, which shows on replay", () => {
    const { verdict, counterexamples } = check(pool(PAGE, true));
    expect(verdict).toBe("broken");
    const [found] = counterexamples;
    expect(found).toMatchObject({ rule: "alloc-block/free-run", scope: { startPfn: 1 } });
    expect(programOf(found!)).toEqual(["alloc-block(1 frame, align 2)"]);
    expect(replay(found!, pool(PAGE, true)).fate).toBe("breaks");
    expect(replay(found!, pool(PAGE, false)).fate).toBe("fixed");
    expect(() => replay(found!, pool(2 * PAGE, true))).toThrow("begins at page frame 2, and the scope at 1");
  });

  test("a base inside a frame has no page frame number: blocks are aligned by their place", () => {
    expect(check(pool(100, true))).toMatchObject({ verdict: "holds" });
    expect(check(pool(100, true)).scope.startPfn).toBeUndefined();
  });

  test("another page frame than its own is refused, with what to do", () => {
    expect(() => check(pool(PAGE, false), { startPfn: 2 })).toThrow("begins at page frame 1");
  });
});

describe("a base that follows the scope", () => {
  test("is explored at page frame 0 and at an odd one", () => {
    const run = check(pool(FOLLOWS, false));
    expect(run).toMatchObject({ verdict: "holds", further: [{ startPfn: 1 }] });
    expect(run.scope.startPfn).toBeUndefined();
  });

  test("shows at the odd one that blocks are aligned by their place", () => {
    const run = check(pool(FOLLOWS, true));
    expect(run).toMatchObject({ verdict: "broken", scope: { startPfn: 1 } });
    expect(describeScope(run.scope)).toContain("from page frame 1");
    expect(check(pool(FOLLOWS, true), { startPfn: 2, frames: 2 }).verdict).toBe("holds");
  });
});

test("a definition may bring scopes of its own", () => {
  const definition = (byIndex: boolean) => {
    const { make } = pool(FOLLOWS, byIndex);
    return defineAllocator({ name: "pool", make, scopes: [{ frames: 3 }, { frames: 2, startPfn: 3 }] });
  };
  expect(check(definition(false))).toMatchObject({ verdict: "holds", scope: { frames: 3 } });
  expect(check(definition(true))).toMatchObject({ verdict: "broken", scope: { frames: 2, startPfn: 3 } });
});

test("what is left to the allocator holds for each scope that it brings", () => {
  class Marks {
    private readonly reserved: boolean[];
    constructor(frames: number) {
      this.reserved = new Array<boolean>(frames).fill(false);
    }
    mark(start: number, count: number, to: boolean): boolean {
      if (this.reserved.slice(start, start + count).includes(to)) return false;
      this.reserved.fill(to, start, start + count);
      return true;
    }
  }
  const nameless = defineAllocator({
    name: "marks",
    scopes: [{ frames: 2 }, { frames: 3 }],
    make: fromObject({
      make: ({ frames }) => new Marks(frames),
      calls: {
        reserve: (marks, { start, count }) => marks.mark(start, count, true),
        release: (marks, { start, count }) => marks.mark(start, count, false),
      },
    }),
  });
  expect(check(nameless)).toMatchObject({ verdict: "holds", further: [{ frames: 3, owners: 1 }] });
  const { make } = pool(PAGE, false);
  const based = defineAllocator({ name: "pool", make, scopes: [{ frames: 2 }, { frames: 3 }] });
  expect(check(based)).toMatchObject({ verdict: "holds", further: [{ frames: 3, startPfn: 1 }] });
});

test.each([
  { base: Number.NaN, frameSize: PAGE },
  { base: -1, frameSize: PAGE },
  { base: 0, frameSize: 0 },
])("what are no addresses is a misuse: %o", (addresses) => {
  const made = fromObject({ make: () => ({}), calls: { alloc: () => 0 }, addresses });
  expect(() => check(defineAllocator({ name: "pool", make: made }))).toThrow(/the addresses have base/);
});
