/** The package's doors: what it exports, `check` and `replay` as functions, `toRefine` for vitest. */
import { describe, expect, test } from "vitest";
import doublePush from "./examples/lifo-stack-double-push.js";
import twoLevel from "./examples/two-level-bitmap.js";
import staleSummary from "./examples/two-level-bitmap-stale-summary.js";
import * as door from "./index.js";
import "./vitest.js";

const { check, replay } = door;
const SMALL = { frames: 4, owners: 1, slices: 1 } as const;

const offering = (offers: unknown) =>
  door.defineAllocator({ name: "x", make: twoLevel.make, offers: offers as door.Offers });

describe("check", () => {
  test("returns a run", () => {
    const run = check(twoLevel, SMALL);
    expect(run).toMatchObject({ allocator: "two-level-bitmap", contract: "strict", verdict: "holds" });
    expect(run.scope).toMatchObject(SMALL);
    expect(run.counterexamples).toEqual([]);
  });

  test("has a standard scope", () => {
    expect(check(twoLevel).scope).toMatchObject({ frames: 4, owners: 2, slices: 3 });
  });

  test("grows where it is asked to, and says the least scope that is broken", () => {
    const sizes = ({ evidence = [] }: door.Run) =>
      evidence.flatMap((each) => (each.kind === "grown" ? each.sizes.map(({ frames }) => frames) : []));
    const held = check(twoLevel, { ...SMALL, frames: 2, grow: true });
    expect([held.verdict, held.scope.frames, sizes(held)]).toEqual(["holds", 2, [1, 2, 2]]);
    expect(held.evidence?.map(({ kind }) => kind)).toEqual(["grown", "windows"]);
    expect(held).not.toHaveProperty("survey");
    const broken = check(doublePush, { grow: true });
    expect(broken).toMatchObject({ verdict: "broken", scope: { frames: 1, owners: 1, slices: 1 } });
    expect(broken.evidence).toMatchObject([{ kind: "grown", least: true }]);
    const late = check(twoLevel, { grow: true, budget: { maxSeconds: 0 } });
    expect([late.verdict, late.budget]).toEqual(["unfinished", { maxSeconds: 0 }]);
  });

  test("ends at a budget", () => {
    expect(check(twoLevel, { ...SMALL, budget: { maxDepth: 2 } })).toMatchObject({
      verdict: "unfinished",
      depth: 2,
    });
  });

  test("takes a contract by name or by value, and goes on after a finding when asked", () => {
    const rules = (options: door.CheckOptions) =>
      check(doublePush, { ...SMALL, budget: { maxDepth: 6 }, ...options }).counterexamples.map(
        ({ rule }) => rule,
      );
    expect(rules({})).toEqual(["alloc/free-frame", "alloc/exhausted"]);
    expect(rules({ first: true })).toEqual(["alloc/free-frame"]);
    expect(rules({ contract: "strict", first: true })).toEqual(["free/already-free"]);
    const mine = { id: "mine", summary: "", promises: {}, mayRefuse: {} };
    expect(rules({ contract: mine, first: true })).toEqual(["free/already-free"]);
    expect(check(staleSummary, { ...SMALL, all: true }).counterexamples.length).toBeGreaterThanOrEqual(1);
    expect(() => rules({ all: true, first: true })).toThrow("first and all do not go together");
  });

  test.each<readonly [string, () => unknown, string]>([
    ["no frames", () => check(twoLevel, { frames: 0 }), "bad-scope"],
    ["half a frame", () => check(twoLevel, { frames: 1.5 }), "bad-scope"],
    ["too many owners", () => check(twoLevel, { owners: 99 }), "bad-scope"],
    ["a contract that is not there", () => check(twoLevel, { contract: "strikt" }), "unknown-contract"],
    ["growth with a map", () => check(twoLevel, { map: "2 free, 1 hole", grow: true }), "bad-option"],
    ["what waits for a solver", () => check(twoLevel, { proved: true } as door.CheckOptions), "bad-option"],
    ["a mistyped option", () => check(twoLevel, { frame: 3 } as door.CheckOptions), "unknown-option"],
    [
      "a mistyped key of a definition",
      () => door.defineAllocator({ name: "x", make: twoLevel.make, contrct: 1 } as never),
      "unknown-option",
    ],
    ["offers that are none", () => offering(null), "bad-offers"],
    ["an offer of no command", () => offering({ relaese: true }), "bad-offers"],
    ["an offer that says nothing", () => offering({ alloc: "yes" }), "bad-offers"],
    ["a contract that is null", () => check(twoLevel, { contract: null } as never), "bad-contract"],
    [
      "a contract that poses as strict",
      () =>
        check(twoLevel, { contract: { id: "strict", summary: "", promises: {}, mayRefuse: { free: "" } } }),
      "bad-contract",
    ],
    [
      "a contract of rules that are none",
      () =>
        check(twoLevel, {
          contract: { id: "x", summary: "", promises: { "free/x": 1 }, mayRefuse: {} } as never,
        }),
      "bad-contract",
    ],
    ["what is no allocator", () => check({} as door.AllocatorDefinition), "no-allocator"],
  ])("refuses %s", (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ code, remedy: expect.any(String) as string }));
  });
});

describe("replay", () => {
  const [counterexample] = check(staleSummary, SMALL).counterexamples;

  test("says that the faulty one still breaks, and that the sound one is fixed", () => {
    expect(replay(counterexample!, staleSummary)).toMatchObject({ fate: "breaks", rule: "alloc/legal" });
    expect(replay(counterexample!, twoLevel)).toMatchObject({ fate: "fixed", step: 3, rule: null });
  });

  test("is under the contract of the record, or another", () => {
    const [strict] = check(doublePush, { ...SMALL, contract: "strict", first: true }).counterexamples;
    expect(replay(strict!, doublePush)).toMatchObject({ fate: "breaks", rule: "free/already-free" });
    expect(replay(strict!, doublePush, doublePush.contract).fate).toBe("fixed");
    const [own] = check(doublePush, { ...SMALL, first: true }).counterexamples;
    expect(replay(own!, doublePush)).toMatchObject({ fate: "breaks", rule: "alloc/free-frame" });
  });

  test("takes what was read from a file", () => {
    const read = JSON.parse(JSON.stringify(counterexample)) as door.Counterexample;
    expect(replay(read, staleSummary).fate).toBe("breaks");
  });

  test("refuses what is no counterexample", () => {
    expect(() => replay({ steps: [] } as never, twoLevel)).toThrow(
      expect.objectContaining({ code: "not-a-counterexample" }),
    );
  });
});

describe("toRefine", () => {
  test("passes for an allocator that holds", () => {
    expect(twoLevel).toRefine(SMALL);
    expect(doublePush).not.toRefine({ ...SMALL, contract: "strict" });
  });

  test("fails with the counterexample as a program with strips", () => {
    const failed = () => expect(staleSummary).toRefine(SMALL);
    expect(failed).toThrow("  broken  ");
    for (const line of [
      "   1  reserve(0..3, owner 1)  -> accepted\n      |1 1 1 1|",
      "   2  release(0, owner 1)     -> accepted\n      |. 1 1 1|",
      "   3  alloc()                 -> refused: exhausted\n",
      "  rule      alloc/legal\n",
    ])
      expect(failed).toThrow(line);
  });

  test("fails for a search that did not finish, and says so", () => {
    expect(() => expect(twoLevel).toRefine({ ...SMALL, budget: { maxStates: 10 } })).toThrow("unfinished");
  });

  test("is a misuse for what is no allocator", () => {
    expect(() => expect({}).toRefine()).toThrow("this is no allocator");
  });
});

test("the package exports its doors and nothing else", () => {
  expect(Object.keys(door).sort()).toEqual([
    "again",
    "check",
    "defineAllocator",
    "defineConcurrentAllocator",
    "defineConfig",
    "fromObject",
    "fromSource",
    "fromWasm",
    "isMisuse",
    "memoryOf",
    "reasons",
    "replay",
  ]);
});
