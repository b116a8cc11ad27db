/** Allocators in C: a sound one closes with the counts of the bitmap in TypeScript; bugs are found. */
import { describe, expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import { ownScope } from "../../explore/check/own-scope.js";
import type { Run } from "../../explore/check/verdict.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { moduleOf } from "../../testing/wasm/build.js";
import { planted } from "../../testing/wasm/planted.js";
import { AT_ITS_END } from "../../testing/worlds/pools.js";
import { LAZY } from "../contracts/named.js";
import { describeCommand } from "../words/commands.js";
import { scopeOf } from "../words/scope.js";
import { fromWasm } from "./from-wasm.js";

const SMALL = scopeOf({ frames: 4, owners: 2, slices: 1 });
const bitmap = ALLOCATORS.find(({ name }) => name === "bitmap")!; // it comes with allocheck

function counts({ verdict, states, tried, transitions, outcomes }: Run) {
  return { verdict, states, tried, transitions, outcomes };
}

test.each([
  { frames: 1, owners: 1, slices: 1 },
  { frames: 2, owners: 2, slices: 2 },
  { frames: 3, owners: 2, slices: 3 },
  { frames: 4, owners: 2, slices: 2 },
  { frames: 5, owners: 1, slices: 1 },
])("the bitmap in C has the states, tries and transitions of the one in TypeScript: %o", (bounds) => {
  const scope = scopeOf(bounds);
  const c = fromWasm({ name: "bitmap", bytes: moduleOf("bitmap") });
  const selfTest = bounds.frames < 4;
  const run = runTo({ definition: c, scope, selfTest });
  expect(counts(run)).toEqual(counts(runTo({ definition: bitmap, scope })));
  expect(run.verdict).toBe("holds");
});

/** Each bug with the rule that it breaks, what is said of it, and the last command of the trace. */
const BUGS: readonly (readonly [bug: number, rule: string, found: RegExp, last: RegExp | null])[] = [
  [
    2,
    "out-of-fuel",
    /^out-of-fuel: more than 20,000 calls and turns of loops, in ac_drop at bitmap.c:\d+$/,
    /^drop/,
  ],
  [3, "payload", /^payload: byte 4 of frame 1, which a client holds, was overwritten/, /^release\(0/],
  [4, "wild-write", /^wild-write: address 0 was written: a null pointer/, /^release/],
  [5, "trap", /^trap: memory access out of bounds, in \w+ at bitmap.c:\d+$/, /^(release|reserve|alloc|free)/],
  [6, "wild-write", /^wild-write: the bytes behind the last frame were written/, /^release\(/],
  [7, "resized", /^memory.grow, which makes the memory larger/, /^release\(/],
  [8, "trap", /^trap: the stack ran over, in deep at bitmap.c:\d+$/, /^release\(1/],
  [9, "assert", /^assert: f != 2 \|\| !lent at bitmap.c:\d+$/, /^release\(/],
  [10, "trap", /^trap: unreachable, in \w+ at bitmap.c:\d+$/, /^release\(/],
  [11, "wild-write", /^wild-write: a constant was overwritten/, /^release\(1/],
  [
    12,
    "trap",
    /^trap: calls spin_lock of env, which nobody supplies, in \w+ at bitmap.c:\d+$/,
    /^release\(1/,
  ],
  [13, "assert", /^assert: pmm.frames != 4 at bitmap.c:\d+, called by ac_init$/, null],
  [15, "out-of-fuel", /^out-of-fuel: .* in \w+ at bitmap.c:\d+$/, /^release\(1/],
  [16, "out-of-fuel", /^out-of-fuel: .* in tree at bitmap.c:\d+$/, /^release\(1/],
  [17, "wild-write", /^wild-write: address 0 was written: a null pointer/, /^drop/],
  [18, "wild-write", /^wild-write: the bytes before frame 0 were written/, /^release\(0/],
  [19, "refusal-writes", /the word at address \d+: 0 -> 1/, /^drop/],
  [14, "release/live-slice", /^accepted$/, /^release/],
];

describe("a bug that was planted is found, with the guilty command last", () => {
  test.each(BUGS)("bug %i: %s", (bug, rule, found, last) => {
    const definition = fromWasm({ name: "bugs", bytes: planted(bug), fuel: 20_000 });
    const run = runTo({ definition, scope: SMALL });
    const [counterexample] = run.counterexamples;
    expect(counterexample).toMatchObject({ rule, found: expect.stringMatching(found) });
    const step = counterexample?.steps.at(-1);
    if (last === null) expect(step).toBeUndefined();
    else expect(step && describeCommand(step.command)).toMatch(last);
  });

  test("and without a bug the same module is sound", () => {
    const definition = fromWasm({ name: "bugs", bytes: planted(0) });
    expect(runTo({ definition, scope: SMALL, selfTest: true }).verdict).toBe("holds");
  });
});

test("what is read of the stack without being written is hidden state, in a short trace", () => {
  const definition = fromWasm({ name: "bugs", bytes: planted(1) });
  const [found] = runTo({ definition, scope: SMALL, selfTest: true }).counterexamples;
  expect(found).toMatchObject({
    rule: "hidden-state",
    found: expect.stringMatching(/a variable on the stack/),
  });
  expect(found?.steps.length).toBeLessThan(12);
});

test("a region list has an owner or none for each frame, and a list of pages the orders of its free ones", () => {
  const scope = scopeOf({ frames: 4, owners: 2, slices: 1 });
  const regions = fromWasm({ name: "regions", bytes: moduleOf("regions") });
  expect(runTo({ definition: regions, scope })).toMatchObject({ verdict: "holds", states: 3 ** 4 });
  const list = fromWasm({ name: "list", bytes: moduleOf("list") });
  expect(runTo({ definition: list, scope })).toMatchObject({
    verdict: "holds",
    states: 1 + 4 + 12 + 24 + 24,
  });
});

test("by addresses foreign arguments are real ones; by numbers they are not offered", () => {
  const scope = scopeOf({ frames: 2, owners: 1, slices: 1, modules: ["core", "foreign"] });
  const list = runTo({ definition: fromWasm({ name: "list", bytes: moduleOf("list") }), scope });
  expect(list).toMatchObject({ verdict: "holds", leftOut: [] });
  expect(list.outcomes["free:misaligned"]).toBeGreaterThan(0);
  const numbered = runTo({ definition: fromWasm({ name: "bitmap", bytes: moduleOf("bitmap") }), scope });
  expect(numbered.outcomes["free:misaligned"]).toBeUndefined();
  expect(numbered.leftOut).not.toEqual([]);
});

test("a module is told of which zone each frame is, and says which zones serve another", () => {
  const scope = scopeOf({ frames: 4, owners: 1, slices: 1, modules: ["zones"] });
  const zoned = (bug: number) => {
    const definition = fromWasm({ name: "zones", bytes: planted(bug, "zones"), placement: "preferred-zone" });
    return runTo({ definition, scope: ownScope(scope, definition) });
  };
  expect(zoned(0)).toMatchObject({ verdict: "holds", states: 16, scope: { fallback: "2>1" } });
  const found = (bug: number) => {
    const [first] = zoned(bug).counterexamples;
    return [first?.rule, first?.steps.map(({ command }) => describeCommand(command)).join("; ")];
  };
  expect(found(1)).toEqual(["alloc-zone/legal", "alloc-zone(zone 1)"]);
  expect(found(2)).toEqual([
    "preferred-place",
    "alloc-zone(zone 2); free(2); alloc-zone(zone 2); alloc-zone(zone 2)",
  ]);
});

test("a module counts who holds a page, and may let one wait until it is settled", () => {
  const shared = (bug: number) => {
    const definition = fromWasm({ name: "shared", bytes: planted(bug, "shared"), contract: LAZY });
    // A count of two bits is full with three.
    const bounds = { frames: 2, owners: 1, slices: 1, sharers: bug === 1 ? 4 : 3 };
    const scope = scopeOf({ ...bounds, modules: ["shares", "settling"] });
    return runTo({ definition, scope });
  };
  expect(shared(0)).toMatchObject({ verdict: "holds", states: 63 });
  const found = (bug: number) => {
    const [first] = shared(bug).counterexamples;
    return [first?.rule, first?.steps.map(({ command }) => describeCommand(command)).join("; ")];
  };
  expect([1, 2, 3].map(found)).toEqual([
    ["free/legal", "alloc(); share(0); share(0); share(0); free(0)"],
    ["payload", "alloc(); share(0); free(0)"],
    ["alloc/legal", "alloc(); alloc(); free(0); settle(); alloc()"],
  ]);
});

test("a module is told what is no memory yet, and no memory is written to before it is added", () => {
  const map = "2 free, 2 hole";
  const pool = (bug: number) =>
    runTo({
      definition: fromWasm({ name: "pool", bytes: planted(bug, "pool"), contract: AT_ITS_END }),
      scope: scopeOf({ map, owners: 1, slices: 1 }),
    });
  expect(pool(0)).toMatchObject({ verdict: "holds", states: 31 });
  const found = (bug: number) => {
    const [first] = pool(bug).counterexamples;
    return [
      first?.rule,
      first?.steps.map(({ command }) => describeCommand(command)).join("; "),
      first?.found,
    ];
  };
  expect(found(1)).toEqual(["remove/overlaps-allocated", "alloc(); remove(0..1)", "accepted"]);
  expect(found(2)).toEqual([
    "payload",
    "add(2)",
    "payload: byte 0 of frame 3, which is no memory, was overwritten with 1",
  ]);
  const untold = () => fromWasm({ name: "list", bytes: moduleOf("list") }).make(scopeOf({ map }));
  expect(untold).toThrow("list is told of no map");
});

test("a buddy says which blocks there are, and is asked for no others", () => {
  const buddy = (bug: number, frames: number) => {
    const definition = fromWasm({ name: "orders", bytes: planted(bug, "orders"), contract: "trusted" });
    const scope = scopeOf({ frames, owners: 1, slices: 1, modules: ["blocks"] });
    const { verdict, states, counterexamples } = runTo({ definition, scope });
    const [first] = counterexamples;
    const steps = first?.steps.map(({ command }) => describeCommand(command)).join("; ");
    return first === undefined ? { verdict, states } : [first.rule, steps];
  };
  expect(buddy(0, 4)).toMatchObject({ verdict: "holds", states: 32 });
  expect(buddy(0, 6)).toMatchObject({ verdict: "holds", states: 224 });
  const one = "alloc-block(1 frame, align 1)";
  expect([buddy(1, 4), buddy(2, 6), buddy(3, 4)]).toEqual([
    [
      "alloc-block/free-run",
      `${one}; ${one}; ${one}; free-block(0); free-block(2); alloc-block(2 frames, align 2)`,
    ],
    ["alloc-block/free-run", `${one}; free-block(4); alloc-block(4 frames, align 4)`],
    ["alloc-block/legal", `${one}; ${one}`],
  ]);
});

test("what a block holds is looked for where it is then, in the memory of the module itself", () => {
  const modules = ["blocks", "resizing"] as const;
  const scope = scopeOf({ frames: 4, owners: 1, slices: 1, modules });
  const sound = runTo({ definition: fromWasm({ name: "heap", bytes: moduleOf("heap") }), scope });
  expect({ verdict: sound.verdict, states: sound.states }).toEqual({ verdict: "holds", states: 34 });
  const half = fromWasm({ name: "heap-copies-half", bytes: planted(1, "heap") });
  const [found] = runTo({ definition: half, scope }).counterexamples;
  expect(found).toMatchObject({
    rule: "payload",
    found: "payload: byte 16 of frame 2 is 167, and not what the block held there of frame 0",
  });
  expect(found?.steps.map(({ command }) => describeCommand(command)).at(-1)).toBe("realloc(0, to 2 frames)");
});

test("a size that wraps when it is rounded up is asked for, with headers or without", () => {
  const scope = scopeOf({ frames: 2, owners: 1, slices: 1, modules: ["blocks", "foreign"] });
  const rulesOf = (bytes: Uint8Array) =>
    runTo({ definition: fromWasm({ name: "heap", bytes }), scope, keep: "all" }).counterexamples.map(
      ({ rule, steps }) => [rule, describeCommand(steps.at(-1)!.command)].join(" "),
    );
  const wrapped = "alloc-block/exhausted alloc-block(3 frames, align 1)";
  expect(rulesOf(moduleOf("heap"))).not.toContain(wrapped);
  expect(rulesOf(planted(2, "heap"))).toContain(wrapped);
});

describe("a heap of bytes keeps its headers in the pool", () => {
  const scope = scopeOf({ frames: 6, owners: 1, slices: 1, startPfn: 1, modules: ["blocks"] });
  const heap = (bytes: Uint8Array, contract = "rests") => fromWasm({ name: "bytes", bytes, contract });

  test("one that writes them where they are holds, and is asked for no alignment", () => {
    const { verdict, states, outcomes, wholeSizes } = runTo({
      definition: heap(moduleOf("bytes")),
      scope,
      selfTest: true,
    });
    expect({ verdict, states, wholeSizes }).toEqual({ verdict: "holds", states: 39, wholeSizes: true });
    expect(outcomes["alloc-block:accepted"]).toBeGreaterThan(0);
  });

  test("one that writes them into what a client has is caught", () => {
    const [found] = runTo({ definition: heap(planted(1, "bytes")), scope }).counterexamples;
    expect(found?.rule).toBe("payload");
    expect(found?.steps.map(({ command }) => describeCommand(command))).toEqual([
      "alloc-block(2 frames, align 1)",
      "free(1)",
    ]);
  });

  test("one whose sum of a size and a header wraps is caught by a size at the end of its type", () => {
    const wide = scopeOf({ ...scope, initial: "free", modules: ["blocks", "foreign"] });
    expect(runTo({ definition: heap(moduleOf("bytes")), scope: wide }).verdict).toBe("holds");
    const [found] = runTo({ definition: heap(planted(2, "bytes")), scope: wide }).counterexamples;
    expect(found?.rule).toBe("alloc-block/exhausted");
    expect(found?.steps.map(({ command }) => describeCommand(command))).toEqual([
      "alloc-block(7 frames, align 1)",
    ]);
  });

  test("a rest that is kept is a refusal without need under strict", () => {
    const [found] = runTo({ definition: heap(moduleOf("bytes"), "strict"), scope }).counterexamples;
    expect(found?.rule).toBe("alloc-block/legal");
    expect(found?.steps).toHaveLength(6);
  });
});
