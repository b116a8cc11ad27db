import { expect, test } from "vitest";
import type { Counterexample } from "../../model/trace/trace.js";
import { ALLOCATED as A } from "../../model/words/frames.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { runToEnd } from "../../testing/run.js";
import {
  accepted,
  alloc,
  borrow,
  counterexample,
  drop,
  free,
  release,
  reserve,
} from "../../testing/samples.js";
import { memoryAlong } from "./memory-strip.js";

const framesAlong = (was: Counterexample) => memoryAlong(was).map(({ frames }) => frames);
const slicesAlong = (was: Counterexample) =>
  memoryAlong(was).map(({ slices }) => slices.map(({ start, count }) => [start, count]));

test("frames are taken and given back by each command", () => {
  const steps = [
    accepted(alloc, 2),
    accepted(reserve(0, 2, 1)),
    accepted(reserve(3, 1, 2)),
    accepted(free(2)),
    accepted(release(0, 1, 1)),
    accepted(release(3, 1, 2)),
    accepted(alloc, 0),
  ];
  expect(framesAlong(counterexample({ steps, rule: "audit" }))).toEqual([
    [0, 0, A, 0],
    [1, 1, A, 0],
    [1, 1, A, 2],
    [1, 1, 0, 2],
    [0, 1, 0, 2],
    [0, 1, 0, 0],
    [A, 1, 0, 0],
  ]);
});

test("slices of one range count, and a drop ends one of them", () => {
  const steps = [
    accepted(reserve(0, 3)),
    accepted(borrow(0, 2)),
    accepted(borrow(0, 2)),
    accepted(borrow(1, 1)),
    accepted(drop(0, 2)),
    accepted(drop(1, 1)),
  ];
  const was = counterexample({ steps, rule: "audit" });
  expect(slicesAlong(was)).toEqual([
    [],
    [[0, 2]],
    [
      [0, 2],
      [0, 2],
    ],
    [
      [0, 2],
      [0, 2],
      [1, 1],
    ],
    [
      [0, 2],
      [1, 1],
    ],
    [[0, 2]],
  ]);
  expect(framesAlong(was).at(-1)).toEqual([1, 1, 1, 0]);
});

test("a borrow that could be ignored is no slice, and its drop ends none", () => {
  const steps = [
    accepted(borrow(3, 1)),
    accepted(reserve(0, 1)),
    accepted(reserve(1, 1, 2)),
    accepted(borrow(0, 2)),
    accepted(borrow(1, 2)),
    accepted(borrow(1, 1)),
    accepted(drop(3, 1)),
    accepted(alloc, 2),
    accepted(borrow(2, 1)),
  ];
  const was = counterexample({ steps, rule: "audit", contract: "my-own" });
  expect(slicesAlong(was)).toEqual([[], [], [], [], [], [[1, 1]], [[1, 1]], [[1, 1]], [[1, 1]]]);
});

test("a release under a slice that could be ignored gives nothing back", () => {
  const steps = [
    accepted(reserve(0, 2)),
    accepted(borrow(1, 1)),
    accepted(release(0, 2)),
    accepted(alloc, 2),
  ];
  const was = counterexample({ steps, rule: "audit", contract: "my-own" });
  expect(framesAlong(was).at(-1)).toEqual([1, 1, A, 0]);
});

test("what was refused changes nothing", () => {
  const refused = { kind: "refused", reason: "overlaps-reserved" } as const;
  const steps = [
    accepted(reserve(0, 2)),
    { command: reserve(1, 2, 2), answer: refused },
    { command: release(0, 2), answer: { kind: "refused" } as const },
    { command: borrow(0, 1), answer: { kind: "threw", message: "Error: no" } as const },
  ];
  const was = counterexample({ steps, rule: "threw" });
  expect(framesAlong(was)).toEqual(steps.map(() => [1, 1, 0, 0]));
  expect(slicesAlong(was)).toEqual(steps.map(() => []));
});

test("a last step that should have been refused has changed nothing", () => {
  const steps = [accepted(reserve(0, 1)), accepted(borrow(0, 1)), accepted(release(0, 1))];
  expect(framesAlong(counterexample({ steps, rule: "release/live-slice" })).at(-1)).toEqual([1, 0, 0, 0]);
  const handedOut = [accepted(reserve(0, 1)), accepted(alloc, 0)];
  expect(framesAlong(counterexample({ steps: handedOut, rule: "alloc/free-frame" })).at(-1)).toEqual([
    1, 0, 0, 0,
  ]);
});

test.each(["audit", "observed-kind", "conservation", "slices-in-reserved"])(
  "a rule about states shows the state the last step led to: %s",
  (rule) => {
    const steps = [accepted(reserve(0, 2)), accepted(release(0, 1))];
    expect(framesAlong(counterexample({ steps, rule })).at(-1)).toEqual([0, 1, 0, 0]);
  },
);

test("overlapping reservations take what is free, as the boot contract says", () => {
  const steps = [accepted(reserve(0, 2)), accepted(reserve(0, 3, 2)), accepted(alloc, 3)];
  const was = counterexample({ steps, rule: "audit", contract: "boot-bitmap" });
  expect(framesAlong(was)[1]).toEqual([1, 1, 2, 0]);
});

test("without the rule against it the specification frees frames under a slice, and that is shown", () => {
  const run = runToEnd({ definition: null, scope: DEFAULT_SCOPE, without: ["release/live-slice"] });
  const [found] = run.counterexamples;
  expect(found?.rule).toBe("slices-in-reserved");
  if (found === undefined) return;
  expect(memoryAlong(found).at(-1)).toEqual({ frames: [0, 0, 0, 0], slices: [{ start: 0, count: 1 }] });
});

test("no step, no memory", () => {
  expect(memoryAlong(counterexample())).toEqual([]);
});

test("the last step of a witness is drawn as it was, that of a counterexample was wrong", () => {
  const steps = [accepted(reserve(0, 1, 1)), accepted(alloc, 1)];
  const told = counterexample({ steps, rule: "alloc/free-frame" });
  expect(framesAlong(told).at(-1)).toEqual([1, 0, 0, 0]);
  expect(framesAlong({ ...told, format: "allocheck-witness" }).at(-1)).toEqual([1, A, 0, 0]);
});
