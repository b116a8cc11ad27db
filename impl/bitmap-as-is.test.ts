import { expect, test } from "vitest";
import { isOffered } from "../explore/calls.js";
import { STRICT } from "../model/contracts.js";
import { Specification } from "../model/specification.js";
import { describeCommand } from "../model/trace.js";
import { FREE, reasons, TAKEN } from "../model/vocabulary.js";
import { programOf } from "../testing/commands.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { bitmapAsIs } from "./bitmap-as-is.js";

const scope = scopeOf(4, 2, 1);

test("it reserves from the bottom or to the top, for one owner, and has nothing to release or lend", () => {
  const { commands } = new Specification(scope);
  const offered = commands.filter((command) => isOffered(bitmapAsIs, command, scope)).map(describeCommand);
  expect(offered.filter((line) => line.startsWith("reserve"))).toEqual([
    "reserve(0, owner 1)",
    "reserve(0..1, owner 1)",
    "reserve(0..2, owner 1)",
    "reserve(0..3, owner 1)",
    "reserve(1..3, owner 1)",
    "reserve(2..3, owner 1)",
    "reserve(3, owner 1)",
  ]);
  expect(offered.filter((line) => !line.startsWith("reserve"))).toEqual([
    "alloc()",
    "free(0)",
    "free(1)",
    "free(2)",
    "free(3)",
  ]);
  expect(runToEnd({ definition: bitmapAsIs, scope }).notOffered).toEqual(["release", "borrow", "drop"]);
});

test("it counts each reserved page once, and free pages by looking", () => {
  const map = bitmapAsIs.make(scope);
  expect(map.counts!()).toEqual({ free: 4, reserved: 0 });
  expect(map.reserve!(0, 2, 1)).toBe(0);
  expect(map.reserve!(0, 1, 1)).toBe(0); // inside the first: nothing new
  expect(map.counts!()).toEqual({ free: 2, reserved: 2 });
  expect(map.reserve!(3, 1, 1)).toBe(0);
  expect(map.counts!()).toEqual({ free: 1, reserved: 3 });
  expect(map.alloc!()).toBe(2);
  expect(map.counts!()).toEqual({ free: 0, reserved: 3 });
  expect(map.alloc!()).toBe(reasons.EXHAUSTED);
  expect([0, 1, 2, 3].map((frame) => map.observe!(frame))).toEqual([TAKEN, TAKEN, TAKEN, TAKEN]);
});

test("it frees what it is told to, the kernel image as well", () => {
  const map = bitmapAsIs.make(scope);
  map.reserve!(0, 2, 1);
  expect(map.free!(0)).toBe(0);
  expect(map.observe!(0)).toBe(FREE);
  expect(map.alloc!()).toBe(0);
});

test("it holds under what its comments promise, and the counts are pinned", () => {
  const run = runToEnd({ definition: bitmapAsIs, scope: scopeOf(4, 2, 3) });
  expect(run).toMatchObject({ verdict: "holds", states: 53, tried: 290, transitions: 279, depth: 7 });
  expect(run.levels).toEqual([1, 8, 10, 9, 10, 9, 5, 1]);
});

test("under strict it deviates in four ways, each with its shortest trace", () => {
  const run = runToEnd({ definition: bitmapAsIs, scope, contract: STRICT, all: true });
  expect(run.counterexamples.map((found) => [found.rule, programOf(found)])).toEqual([
    ["free/already-free", ["free(0)"]],
    ["reserve/overlaps-reserved", ["reserve(0, owner 1)", "reserve(0, owner 1)"]],
    ["free/reserved", ["reserve(0, owner 1)", "free(0)"]],
    ["reserve/overlaps-allocated", ["alloc()", "reserve(0, owner 1)"]],
  ]);
});
