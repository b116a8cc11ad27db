/** Whatever random sequence breaks a rule, what it is reduced to is a shortest one. */
import { expect, test } from "vitest";
import { BITMAP_FAULTS } from "../../impl/faulty/bitmap-faults.js";
import { Bitmap } from "../../impl/frames/bitmap.js";
import { STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Command } from "../../model/words/commands.js";
import { HANGS } from "../../properties/answers.js";
import { reducedLengths } from "../../testing/random-failures.js";
import { scopeOf } from "../../testing/scopes.js";
import { Pulse } from "../search/pulse.js";
import { ddmin, ddminGroups } from "./ddmin.js";
import { reduce } from "./reduce.js";
import { shortestIn } from "./shortest-in.js";
import { smallerPools } from "./smaller-pool.js";
import { Trial } from "./trial.js";

const pinsOnce = BITMAP_FAULTS.find(({ name }) => name === "bitmap-pins-once")!;

test("ddmin leaves what is needed, and each of it", () => {
  const whole = Array.from({ length: 100 }, (_, i) => i);
  const needed = [3, 41, 42, 97];
  const fails = (some: readonly number[]) => (needed.every((i) => some.includes(i)) ? some : null);
  expect(ddmin(whole, fails)).toEqual(needed);
  expect(ddmin(whole, () => null)).toEqual(whole);
});

test("what fails at the end of a sequence is found there, most of it never tried again", () => {
  const whole = Array.from({ length: 4096 }, (_, i) => i);
  let given = 0;
  const fails = (some: readonly number[]) => {
    given += some.length;
    return some.includes(4000) && some.includes(4095) ? some : null;
  };
  expect(ddmin(whole, fails)).toEqual([4000, 4095]);
  expect(given).toBeLessThan(2 * 4096);
});

test("groups are left out whole, where single elements cannot be", () => {
  // Of each pair the first alone breaks something else, and so does the second.
  const whole = Array.from({ length: 200 }, (_, i) => (i < 100 ? i : 199 - i));
  const paired = (some: readonly number[]) => some.every((n) => some.filter((m) => m === n).length === 2);
  const fails = (some: readonly number[]) => (some.includes(42) && paired(some) ? some : null);
  const left = ddminGroups(whole, String, fails, () => false);
  expect(left).toEqual([42, 42]);
  expect(ddmin(whole, fails).length).toBeGreaterThan(2);
});

/** What shows that slices of a frame are pinned once where they must be counted. */
function pinned(frame: number): Command[] {
  const range = { start: frame, count: 1 };
  const slice = { kind: "borrow", range } as const;
  return [
    { kind: "reserve", range, owner: 1 },
    slice,
    slice,
    { kind: "drop", range },
    { kind: "release", range, owner: 1 },
  ];
}

/** Takes 50 frames and gives them back, time and again: without a part of it more and more stay taken. */
const busy = (times: number): Command[] =>
  Array.from({ length: 100 * times }, (_, i) =>
    i % 100 < 50 ? { kind: "alloc" } : { kind: "free", frame: (i % 100) - 50 },
  );

test("a long log of which little is needed is reduced in few attempts, wherever that lies", () => {
  const subject = { definition: pinsOnce, contract: STRICT, pulse: new Pulse(), rule: "release/live-slice" };
  const commands = pinned(62).flatMap((command) => [...busy(40), command]);
  let asked = 0;
  const stopped = () => ++asked > 100;
  const budget = { seconds: Number.POSITIVE_INFINITY, states: 10_000, stopped };
  const { trace, from } = reduce(subject, { scope: scopeOf(64, 2, 3), commands }, budget);
  expect([from, trace.commands.length]).toEqual([20_005, 5]);
  expect(asked).toBeLessThan(100);
});

test.each([
  ["bitmap-pins-once", 5],
  ["bitmap-drops-by-start", 3],
  ["bitmap-never-runs-out", 2],
  ["bitmap-borrows-across-owners", 3],
])("of random failures of %s each is reduced to the %i commands that are the least", (name, least) => {
  const definition = BITMAP_FAULTS.find((fault) => fault.name === name)!;
  expect(new Set(reducedLengths(definition, 16, 8).map(({ length }) => length))).toEqual(new Set([least]));
});

/** It pins once where the pool has 8 frames or more: no pool that can be searched whole shows it. */
const pinsOnceInLarge: AllocatorDefinition = {
  ...pinsOnce,
  make: (scope) => (scope.frames < 8 ? new Bitmap(scope) : pinsOnce.make(scope)),
};

test("what no small pool shows is searched for over the ranges that are left", () => {
  const reduced = reducedLengths(pinsOnceInLarge, 16, 4);
  expect(new Set(reduced.map(({ length }) => length))).toEqual(new Set([5]));
});

test("how short a trace is known to be is what was searched, and no more", () => {
  const commands = pinned(3);
  const minimality = (definition: AllocatorDefinition, states: number, rule = "release/live-slice") => {
    const subject = { definition, contract: STRICT, pulse: new Pulse(), rule };
    const budget = { seconds: Number.POSITIVE_INFINITY, states };
    return reduce(subject, { scope: scopeOf(8, 2, 3), commands }, budget).minimality;
  };
  expect(minimality(pinsOnce, 200_000)).toEqual({ kind: "shortest", frames: 3 });
  expect(minimality(pinsOnceInLarge, 200_000)).toEqual({ kind: "over-ranges" });
  expect(minimality(pinsOnceInLarge, 3)).toEqual({ kind: "cut", seconds: Number.POSITIVE_INFINITY });
  expect(minimality(pinsOnce, 200_000, HANGS.id)).toEqual({ kind: "as-found" });
});

/** It breaks two rules, and the longer way to one goes past the other. */
const twofold = BITMAP_FAULTS.find(({ name }) => name === "bitmap-checks-first-frame")!;

test.each([
  ["release/not-reserved", 2],
  ["release/live-slice", 3],
])("the shortest that breaks %s is found at its length, and none below it", (rule, least) => {
  const subject = { definition: twofold, contract: STRICT, pulse: new Pulse(), rule };
  const within = (depth: number) => ({ depth, states: 100_000, late: () => false });
  const found = shortestIn(subject, scopeOf(2, 1, 1), undefined, within(least));
  expect(found).toMatchObject({ kind: "found", commands: { length: least } });
  expect(shortestIn(subject, scopeOf(2, 1, 1), undefined, within(least - 1))).toEqual({ kind: "none" });
});

test("a part of a trace that breaks another rule is no shorter trace", () => {
  const scope = scopeOf(2, 1, 1);
  const range = { start: 0, count: 2 };
  const first = { start: 0, count: 1 };
  const commands: Command[] = [
    { kind: "reserve", range, owner: 1 },
    { kind: "borrow", range: { start: 1, count: 1 } },
    { kind: "release", range, owner: 1 },
  ];
  const rule = "release/live-slice";
  const trial = new Trial({ definition: twofold, contract: STRICT, pulse: new Pulse(), rule }, scope, [
    ...commands,
    { kind: "reserve", range: first, owner: 1 },
  ]);
  const numbers = (some: readonly Command[]) => some.map((command) => trial.numberOf(command));
  expect(trial.breaks(numbers(commands))).toHaveLength(3);
  const another = numbers([{ kind: "reserve", range: first, owner: 1 }, commands[2]!]);
  expect(trial.run(another)).toMatchObject({ rule: "release/not-reserved" });
  expect(trial.breaks(another)).toBeNull();
});

test("pools become smaller by what no command names, and by what it names in one piece", () => {
  const reserve = (start: number, count: number): Command => ({
    kind: "reserve",
    range: { start, count },
    owner: 1,
  });
  const trace = { scope: scopeOf(40, 1, 1), commands: [reserve(3, 4), reserve(20, 9)] };
  const pools = smallerPools(trace).map(({ scope, commands }) => [
    scope.frames,
    ...commands.map((command) => ("range" in command ? Object.values(command.range) : [])),
  ]);
  expect(pools).toEqual([
    [2, [0, 1], [1, 1]],
    [4, [0, 2], [2, 2]],
    [4, [1, 1], [3, 1]],
    [13, [0, 4], [4, 9]],
    [29, [3, 4], [20, 9]],
  ]);
});
