/** Allocators whose contracts give leave to refuse: each holds under its own, and is blamed without. */
import { expect, test } from "vitest";
import { type AllocatorDefinition, check, defineAllocator, fromObject, replay } from "../../index.js";
import { describeCommand } from "../../model/words/commands.js";
import { adviceFor } from "../../report/text/advice.js";
import * as classes from "./classes.js";
import * as intervals from "./intervals.js";
import * as shares from "./shares.js";
import * as turns from "./turns.js";

const SOUND: readonly (readonly [AllocatorDefinition, frames: number, states: number, without: string])[] = [
  [turns.inTurn, 3, 24, "alloc/legal"],
  [turns.goesBack, 3, 18, "alloc-block/legal"],
  [classes.twoLevels, 5, 107, "alloc-block/legal"],
  [shares.parked, 1, 11, "alloc/legal"],
  [intervals.intervals, 2, 11, "release/legal"],
];

const named = <R extends readonly [AllocatorDefinition, ...unknown[]]>(rows: readonly R[]) =>
  rows.map((row) => [row[0].name, ...row] as const);

test.each(named(SOUND))(
  "%s holds, and without its contract is told which",
  (_, allocator, frames, states, rule) => {
    const run = check(allocator, { frames });
    expect([run.verdict, run.states]).toEqual(["holds", states]);
    const parts = String(run.contract).split("+");
    const contract = parts.includes("trusted") ? "trusted" : "strict";
    const [found] = check(allocator, { frames, contract, first: true }).counterexamples;
    expect(found?.rule).toBe(rule);
    expect(adviceFor(found!)).toContain(
      `--contract ${contract === "strict" ? "" : "trusted+"}${parts.at(-1)}`,
    ); // it is broken
  },
);

const FAULTY: readonly (readonly [AllocatorDefinition, frames: number, rule: string, program: string])[] = [
  [
    turns.staysDone,
    3,
    "alloc/exhausted",
    "alloc(); alloc(); alloc(); free(0); alloc(); free(1); alloc(); free(2); alloc(); alloc()",
  ],
  [turns.retiresAnyone, 3, "alloc/free-frame", "alloc(); alloc(); alloc(); free(1); alloc()"],
  [
    turns.goesBackEarly,
    3,
    "alloc-block/exhausted",
    "alloc-block(1 frame, align 1); alloc-block(1 frame, align 1); free-block(0); alloc-block(2 frames, align 1)",
  ],
  [
    turns.goesBackFromTheBegin,
    3,
    "alloc-block/legal",
    "alloc-block(1 frame, align 1); alloc-block(1 frame, align 1); free-block(0); free-block(1); alloc-block(2 frames, align 1)",
  ],
  [
    classes.takesTheFirst,
    5,
    "alloc-block/exhausted",
    "alloc-block(1 frame, align 1); alloc-block(5 frames, align 1)",
  ],
  [
    classes.clearsTheLevel,
    6,
    "alloc-block/legal",
    "alloc-block(2 frames, align 1); alloc-block(1 frame, align 1); free(0); alloc-block(1 frame, align 1); alloc-block(2 frames, align 1)",
  ],
  [intervals.intervalsShort, 2, "reserve/overlaps-reserved", "reserve(0, owner 1); reserve(0, owner 1)"],
  [shares.drainsOne, 2, "alloc/legal", "alloc(); alloc(); free(0); free(1); settle(); alloc(); alloc()"],
];

test.each(named(FAULTY))("%s is caught under the same contract", (_, allocator, frames, rule, program) => {
  const [found] = check(allocator, { frames, first: true }).counterexamples;
  const steps = found?.steps.map(({ command }) => describeCommand(command)).join("; ");
  expect([found?.rule, steps]).toEqual([rule, program]);
  expect(replay(found!, allocator).fate).toBe("breaks"); // it is broken
});

test("of several contracts in one each gives its own leave, and no other", () => {
  const ruleUnder = (contract: string) =>
    check(shares.parked, { contract, frames: 2, sharers: 4, first: true }).counterexamples[0]?.rule;
  expect(ruleUnder("counted")).toBe("alloc/legal"); // a frame waits for a settle
  expect(ruleUnder("lazy")).toBe("share/legal"); // a counter is full
  expect(ruleUnder("lazy+counted")).toBeUndefined();
  expect(ruleUnder("counted+batched+kernel")).toBeUndefined();
});

test("who hands out less than there is and was given nothing back is told of maps", () => {
  const make = fromObject<{ next: number }>({
    make: () => ({ next: 1 }),
    calls: { alloc: (pool) => (pool.next < 3 ? pool.next++ : -1) },
  });
  const [found] = check(defineAllocator({ name: "hole", make }), { frames: 3, first: true }).counterexamples;
  expect(found?.rule).toBe("alloc/legal");
  expect(adviceFor(found!)).toContain('--map "1 hole, 3 free"'); // it is broken
});

test("a window in which less comes to the test than alone says nothing", () => {
  const windowOf = (definition: AllocatorDefinition) => {
    const [windows] = check(definition, { frames: 2, owners: 1, slices: 1, windows: [62] }).evidence ?? [];
    expect(windows).toMatchObject({ seen: [] });
    return JSON.stringify(windows);
  };
  expect(windowOf(turns.inTurn)).toContain("never come to the test: alloc/accepted, ");
  // As many states as alone, and still no reservation ends: what is reserved is found in one word alone.
  const words = fromObject<{ ends: number[] }>({
    make: () => ({ ends: [] }),
    calls: {
      reserve: ({ ends }, { start, end }) => {
        if (ends.some((other, begin) => begin < end && start < other)) return false;
        ends[start] = end;
        return true;
      },
      release: ({ ends }, { start, end }) => start < 32 && ends[start] === end && delete ends[start],
    },
  });
  expect(windowOf(defineAllocator({ name: "one-word", contract: "whole", make: words }))).toContain(
    "with the others taken these never come to the test: release/accepted, empty-again",
  );
});
