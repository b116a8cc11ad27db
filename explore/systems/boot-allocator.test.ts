/** A boot allocator that knows regions: what is promised of it, and each promise broken. */
import { describe, expect, test } from "vitest";
import { STRICT } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition, RegionQueries } from "../../model/socket/allocator.js";
import { ABSENT, METADATA, TAKEN, UNKNOWN } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import { memoryAlong } from "../../report/trace/memory-strip.js";
import { stripLines } from "../../report/trace/program.js";
import { answersOf, programOf } from "../../testing/commands.js";
import { bytesOf } from "../../testing/made-up/regions.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { ownScope } from "../check/own-scope.js";

const REGIONS = scopeOf(3, 1, 1, "regions");
const LIMITS = scopeOf(3, 1, 1, "limits", "foreign");
const GROWTH = scopeOf(4, 1, 1, "growth");
const lowest = (held: (unit: number) => boolean) => [1, 2, 3].find((unit) => !held(unit)) ?? -1;

function findingOf(definition: AllocatorDefinition, scope: Scope) {
  const { verdict, counterexamples } = runToEnd({ definition, scope });
  const [found] = counterexamples;
  if (found === undefined) throw new Error(`${definition.name}: ${verdict}, and nothing was found`);
  return { ...found, program: programOf(found), answers: answersOf(found) };
}

describe("what unites and intersects keeps the contract of memblock", () => {
  const right = (scope: Scope, ...more: string[]) =>
    runToEnd({ definition: bytesOf("right", {}, ...more), scope });

  test("in as many states as the specification has by itself", () => {
    expect(right(REGIONS)).toMatchObject({ verdict: "holds", states: 242 });
    expect(right(LIMITS, "set-limit", "cap")).toMatchObject({ verdict: "holds", states: 968 });
  });

  test("two owners and units: a range is released whoever reserved it", () => {
    const run = right({ ...scopeOf(2, 2, 1, "regions"), units: 2 });
    expect(run).toMatchObject({ verdict: "holds", closed: true });
    expect(Object.keys(run.outcomes)).toEqual(
      expect.arrayContaining([
        "reserve:absent+overlaps-reserved",
        "release:foreign-owner+not-reserved",
        "remove:absent+reserved",
        "add:present",
      ]),
    );
  });

  test("and breaks a strict one by the first of these", () => {
    const { rule, program } = findingOf({ ...bytesOf("lax", {}), contract: STRICT }, REGIONS);
    expect([rule, program]).toEqual(["release/not-reserved", ["release(0, owner 1)"]]);
  });
});

test("what is asked for is not answered from the other end", () => {
  expect(findingOf(bytesOf("one-way", { oneWay: "up" }), REGIONS)).toMatchObject({
    rule: "promised-end",
    program: ["alloc-range(1 unit, align 1, phys)"],
    answers: ["unit 1"],
    expected: "unit 2, the promised end",
  });
  const found = findingOf(bytesOf("one-way", { oneWay: "down" }), REGIONS);
  expect(found).toMatchObject({
    rule: "promised-end",
    program: ["set-direction(bottom-up)", "alloc-range(1 unit, align 1, phys)"],
    answers: ["accepted", "unit 2"],
    expected: "unit 1, the promised end",
  });
});

test("what it offers puts regions in force, and what builds on them only who asks for it", () => {
  const definition = bytesOf("offers", {}, "set-limit", "cap", "allow-resize");
  expect(ownScope(scopeOf(3, 1, 1), definition).modules).toEqual(["core", "regions"]);
  expect(ownScope(scopeOf(3, 1, 1, "growth"), definition).modules).toEqual(["core", "regions", "growth"]);
});

describe("an array that grows", () => {
  test("lies where it says, is no free memory, and may be anywhere that is free", () => {
    const definition = bytesOf("grows", { grows: lowest }, "allow-resize");
    const run = runToEnd({ definition, scope: GROWTH });
    expect(run).toMatchObject({ verdict: "holds", closed: true });
    expect(run.states).toBeGreaterThan(runToEnd({ definition: bytesOf("still", {}), scope: GROWTH }).states);
    // The client keeps away from it, so no command on it was tried.
    expect(Object.keys(run.outcomes).filter((outcome) => outcome.includes("metadata"))).toEqual([]);
  });

  test("is not touched by whoever is told so", () => {
    const definition = { ...bytesOf("grows", { grows: lowest }, "allow-resize"), contract: STRICT };
    const scope = scopeOf(3, 1, 1, "growth");
    const run = runToEnd({ definition, scope, keep: "all" });
    const own = run.counterexamples.find(({ rule }) => rule === "reserve/metadata");
    expect(own && [programOf(own), answersOf(own)]).toEqual([
      ["allow-resize()", "reserve(0..1, owner 1)", "reserve(2, owner 1)"],
      ["accepted", "accepted, its reserved array moves to 2", "accepted"],
    ]);
    expect(own && memoryAlong(own).map((memory) => stripLines(memory)[0])).toEqual([
      "|. . .|",
      "|1 1 m|",
      "|1 1 m|",
    ]);
  });

  test.each([
    ["what the command takes", { grows: (_: unknown, { start }: { start: number }) => start }, 2],
    ["what is no frame", { grows: () => 4 }, 2],
    ["what nobody allowed yet", { grows: lowest, eager: true as const }, 1],
  ])("does not move to %s", (_, quirks, length) => {
    const found = findingOf(bytesOf("wrong", quirks, "allow-resize"), GROWTH);
    expect([found.rule, found.program.length]).toEqual(["grown-in-free-memory", length]);
  });

  test("moves to whole frames", () => {
    const scope = { ...scopeOf(3, 1, 1, "growth"), units: 2 };
    const at = (place: number) => {
      // Only where both units are free: nothing is wrong but where a frame begins.
      const grows = (held: (unit: number) => boolean) => (held(place) || held(place + 1) ? -1 : place);
      return bytesOf("at", { grows }, "allow-resize");
    };
    const found = findingOf(at(1), scope);
    expect(found.rule).toBe("grown-in-free-memory");
    expect(found.program).toEqual(["allow-resize()", "reserve(3..4, owner 1)"]);
    expect(runToEnd({ definition: at(2), scope: { ...scope, frames: 2 } }).verdict).toBe("holds");
  });
});

/** One whose parts are replaced by what is made of them. */
function replaced(
  definition: AllocatorDefinition,
  other: (made: Allocator) => Partial<Allocator>,
): AllocatorDefinition {
  return {
    ...definition,
    make: (scope) => {
      const made = definition.make(scope);
      return Object.assign(made, other(made));
    },
  };
}

describe("what lies in memory is told apart", () => {
  const grows = bytesOf("grows", { grows: lowest }, "allow-resize");

  test("two arrays do not move to one frame", () => {
    const both = replaced(bytesOf("both", {}, "allow-resize"), ({ state, allowResize }) => ({
      allowResize(this: Allocator) {
        if (allowResize?.call(this) !== 0 || state[2] !== 0 || state[3] !== 0) return 0;
        state[3] = 2; // unit 1 is its own
        return (2 << 8) | (2 << 16);
      },
    }));
    const found = findingOf(both, scopeOf(3, 1, 1, "growth"));
    expect([found.rule, found.program]).toEqual(["grown-in-free-memory", ["allow-resize()"]]);
  });

  test("the array is reserved for as long as boot lasts", () => {
    const denies = replaced(grows, (made) => {
      const right = made.regions?.() ?? {};
      const isReserved = (unit: number) =>
        made.observe?.(unit) !== METADATA && right.isReserved?.(unit) === true;
      return { regions: () => ({ ...right, isReserved }) };
    });
    const found = findingOf(denies, GROWTH);
    expect(found).toMatchObject({ rule: "queries", expected: "isReserved(2) is true" });
    expect(found.program).toEqual(["allow-resize()", "reserve(0..1, owner 1)"]);
  });

  test("who believes that somebody has what is no memory is wrong", () => {
    const believes = replaced(bytesOf("believes", {}), (made) => {
      const observe = made.observe?.bind(made);
      return {
        observe: (unit) => (observe?.(unit) === ABSENT ? TAKEN : (observe?.(unit) ?? UNKNOWN)),
      };
    });
    expect(findingOf(believes, REGIONS)).toMatchObject({
      rule: "observed-kind",
      program: ["remove(0)"],
      expected: "frame 0 is not memory",
      found: "the allocator believes it is taken",
    });
  });
});

describe("the leave of memblock to refuse", () => {
  const refusing = (scope: Scope) => {
    const definition = bytesOf("refuses", {}, "allow-resize");
    const make = (of: Scope) => {
      const made = definition.make(of);
      return Object.assign(made, { reserve: () => -1 });
    };
    return runToEnd({ definition: { ...definition, make }, scope });
  };

  test("holds where arrays grow", () => {
    const { verdict, outcomes } = refusing(scopeOf(2, 1, 1, "growth"));
    expect(verdict).not.toBe("broken");
    expect(outcomes["reserve:refused"]).toBeGreaterThan(0);
    // Refused, not accepted with another effect.
    expect(outcomes["reserve:absent"]).toBeUndefined();
  });

  test("and nowhere else", () => {
    expect(refusing(scopeOf(2, 1, 1, "regions")).counterexamples[0]?.rule).toBe("reserve/legal");
  });
});

const WRONG: readonly [keyof RegionQueries, (right: RegionQueries) => RegionQueries, string][] = [
  ["isMemory", () => ({ isMemory: () => true }), "isMemory(0) is false"],
  ["isReserved", () => ({ isReserved: () => false }), "isReserved(0) is true"],
  ["isMapMemory", () => ({ isMapMemory: () => true }), "isMapMemory(0) is false"],
  ["isRegionMemory", () => ({ isRegionMemory: () => true }), "isRegionMemory(0) is false"],
  ["isRegionReserved", () => ({ isRegionReserved: () => false }), "isRegionReserved(0) is true"],
  ["physMemSize", () => ({ physMemSize: () => 3 }), "physMemSize is 2"],
  ["reservedSize", () => ({ reservedSize: () => 0 }), "reservedSize is 1"],
  ["startOfDram", () => ({ startOfDram: () => 0 }), "startOfDram is 1"],
  ["endOfDram", () => ({ endOfDram: () => 3 }), "endOfDram is 1"],
  ["freeRanges", () => ({ freeRanges: () => [{ start: 0, count: 3 }] }), "freeRanges hold the units 1, 2"],
  [
    "freeRangesReverse",
    ({ freeRanges }) => ({ freeRangesReverse: () => freeRanges?.() ?? [] }),
    "freeRangesReverse hold the units 0, 1, 2",
  ],
  ["reservedRanges", () => ({ reservedRanges: () => [] }), "reservedRanges hold the units 0"],
  ["currentLimit", () => ({ currentLimit: () => 0 }), "currentLimit is 1"],
  ["bottomUp", () => ({ bottomUp: () => false }), "bottomUp is true"],
];

test.each(WRONG)("a wrong answer of %s is found", (_, queries, expected) => {
  const scope = scopeOf(3, 1, 1, "limits");
  const found = findingOf(bytesOf("says", { queries }, "set-limit", "cap"), scope);
  expect(found).toMatchObject({ rule: "queries", expected });
});
