/** Where the pool begins: what is aligned is aligned by its address. */
import { expect, test } from "vitest";
import { check } from "../../index.js";
import { defineAllocator } from "../socket/define.js";
import { isMisuse } from "../words/misuse.js";
import type { Scope } from "../words/scope.js";
import { fromObject } from "./from-object.js";
import type { ObjectDoor } from "./object-door.js";

const PAGE = 4096;

/** First fit over a table of pages, of which `first` is the number of the first. */
class Pool {
  private readonly taken: boolean[];

  constructor(
    frames: number,
    private readonly first: number,
    private readonly byIndex: boolean,
  ) {
    this.taken = new Array<boolean>(frames).fill(false);
  }

  /** The address of so many pages, or `null`. */
  alloc(count: number, align: number): number | null {
    for (let i = 0; i + count <= this.taken.length; i++) {
      const place = this.byIndex ? i : this.first + i;
      if (place % align !== 0 || this.taken.slice(i, i + count).includes(true)) continue;
      this.taken.fill(true, i, i + count);
      return (this.first + i) * PAGE;
    }
    return null;
  }
}

function pool(
  firstOf: (scope: Scope) => number,
  byIndex: boolean,
  addresses?: ObjectDoor<Pool>["addresses"],
) {
  const door: ObjectDoor<Pool> = {
    make: (scope) => new Pool(scope.frames, firstOf(scope), byIndex),
    calls: { "alloc-block": (object, { count, align }) => object.alloc(count, align) },
    addresses: addresses ?? ((scope) => ({ base: firstOf(scope) * PAGE, frameSize: PAGE })),
  };
  return defineAllocator({ name: "pool", make: fromObject(door) });
}

const anywhere = ({ origin = 0 }: Scope) => origin;

test.each([1, 2, 3, 6, 64, 524_288])("a pool at page %i is aligned by its addresses", (first) => {
  const scope = { frames: 5 };
  expect(
    check(
      pool(() => first, false),
      scope,
    ),
  ).toMatchObject({ verdict: "holds", scope: { origin: first } });
  expect(check(pool(anywhere, false), { ...scope, origin: first }).verdict).toBe("holds");
  const wrong = check(
    pool(() => first, true),
    scope,
  );
  // By index it is right where the pool begins at a multiple of all there is to ask for.
  const found = wrong.counterexamples.map(({ rule, steps }) => [rule, steps.length]);
  expect(found).toEqual(first % 4 === 0 ? [] : [["alloc-block/free-run", 1]]);
});

test("where a pool begins at 0 nothing is said of it", () => {
  expect(check(pool(anywhere, true), { frames: 4 }).scope).not.toHaveProperty("origin");
});

test("a socket says where it begins, too", () => {
  const make = (origin: number) => () => {
    const state = new Uint8Array(1);
    const allocBlock = (count: number, align: number) => {
      if (state[0] !== 0 || count > 1 || align > 2) return -1;
      state[0] = 1;
      return 1;
    };
    return { state, origin, allocBlock };
  };
  const offers = {
    "alloc-block": ({ count, align }: { count: number; align: number }) => count === 1 && align === 2,
  };
  const run = (origin: number) =>
    check(defineAllocator({ name: "second", make: make(origin), offers }), { frames: 2 });
  expect(run(1).scope.origin).toBe(1);
  expect(run(1).verdict).toBe("holds");
  expect(run(2).counterexamples[0]?.rule).toBe("alloc-block/free-run");
});

test.each([
  ["another place than it has", pool(() => 1, false), { origin: 3 }, /begins at frame 1, not 3/],
  ["a place it does not take", pool(() => 0, false), { origin: 3 }, /begins at frame 0, not 3/],
  [
    "no place that is aligned",
    pool(() => 1, false, { base: 100, frameSize: PAGE }),
    {},
    /no frame has an aligned address/,
  ],
])("%s is a misuse", (_, definition, options, says) => {
  const misuse = (() => {
    try {
      return check(definition, options);
    } catch (error) {
      return error;
    }
  })();
  expect(isMisuse(misuse)).toBe(true);
  expect(String(misuse)).toMatch(says);
});
