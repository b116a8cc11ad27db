/** What the step sees: counts pinned for the sound allocators, and every wrong answer under its own rule. */
import { describe, expect, test } from "vitest";
import { bitmap } from "../../impl/frames/bitmap.js";
import { freeList } from "../../impl/frames/free-list.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { codeOf, REASON_IDS, reasons } from "../../model/words/reasons.js";
import { answersOf, programOf } from "../../testing/commands.js";
import {
  alwaysAnswers,
  alwaysRefusesFreeWith,
  keepsOneBack,
  movesAndThrows,
  movesWhenRefusing,
} from "../../testing/made-up/answers.js";
import { firstFit } from "../../testing/made-up/first-fit.js";
import { auditThrows, throwsWhenFull } from "../../testing/made-up/throws.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import type { Run } from "../check/verdict.js";

const GOLDEN = [
  {
    scope: scopeOf(4, 2, 3),
    states: 5_370,
    tried: 333_088,
    transitions: 35_539,
    depth: 8,
    levels: [1, 21, 129, 512, 1523, 1742, 1082, 346, 14],
  },
  {
    scope: scopeOf(5, 1, 2),
    states: 2_216,
    tried: 137_732,
    transitions: 15_674,
    depth: 8,
    levels: [1, 16, 100, 482, 567, 557, 373, 109, 11],
  },
] as const;

const refusals = ({ outcomes }: Run) =>
  Object.fromEntries(Object.entries(outcomes).filter(([name]) => !name.endsWith(":accepted")));

describe.each([bitmap, freeList])("$name", (definition) => {
  test.each(GOLDEN)("counts $states states at $scope.frames/$scope.owners/$scope.slices", (golden) => {
    const run = runToEnd({ definition, scope: golden.scope });
    expect(run).toMatchObject({ ...golden, verdict: "holds", closed: true });
    const accepted = Object.entries(run.outcomes).filter(([name]) => name.endsWith(":accepted"));
    expect(accepted.reduce((sum, [, count]) => sum + count, 0)).toBe(golden.transitions);
    const all = Object.values(run.outcomes).reduce((sum, count) => sum + count, 0);
    expect(all).toBe(golden.tried); // one answer a try
  });

  test.each(GOLDEN)("refuses what the specification refuses, as often: $scope.frames frames", ({ scope }) => {
    const alone = runToEnd({ definition: null, scope });
    expect(refusals(runToEnd({ definition, scope }))).toEqual(refusals(alone));
  });
});

/** Every trace that breaks the allocator in a scope of so many frames, as program, answers and rule. */
function brokenBy(definition: AllocatorDefinition, frames: number) {
  const run = runToEnd({ definition, scope: scopeOf(frames, 1, 1) });
  expect(run.verdict).toBe("broken");
  const found = run.counterexamples[0]!;
  const { rule, expected } = found;
  return { rule, expected, found: found.found, program: programOf(found), answers: answersOf(found) };
}

describe("an answer that is none", () => {
  test.each([
    [1.5, "1.5"],
    [undefined, "undefined"],
    [null, "null"],
    ["0", "0"],
    [true, "true"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [2 ** 40, "1099511627776"],
    [-2 - REASON_IDS.length, `-${2 + REASON_IDS.length}`],
    [-(2 ** 31), "-2147483648"],
    [0n, "0n"],
    [Symbol("frame"), "Symbol(frame)"],
  ])("%s", (answer, text) => {
    expect(brokenBy(alwaysAnswers(answer), 2)).toMatchObject({
      rule: "no-answer",
      program: ["alloc()"],
      found: `no answer: ${text}`,
    });
  });
});

describe("an answer that is none, where a refusal is right", () => {
  test.each([
    [reasons.ALREADY_FREE - 32, "-42"],
    [reasons.ALREADY_FREE + 0.5, "-9.5"],
    [String(reasons.ALREADY_FREE), "-10"],
    [-10n, "-10n"],
    [Number.NaN, "NaN"],
  ])("%s", (answer, text) => {
    expect(brokenBy(alwaysRefusesFreeWith(answer), 2)).toMatchObject({
      rule: "no-answer",
      program: ["free(0)"],
      found: `no answer: ${text}`,
    });
  });
});

test("what throws after it moved its bytes is told once, and no other command for it", () => {
  const scope = scopeOf(2, 1, 1);
  const { counterexamples } = runToEnd({ definition: movesAndThrows, scope, keep: "rules" });
  expect(counterexamples.map(({ rule, steps }) => [rule, steps.length])).toEqual([["threw", 2]]);
});

test("a right refusal that goes on with other bytes", () => {
  expect(brokenBy(movesWhenRefusing, 2)).toMatchObject({ rule: "resized", program: ["free(0)"] });
});

describe("a frame that cannot be", () => {
  test("because there is none of that number", () => {
    expect(brokenBy(alwaysAnswers(2), 2)).toMatchObject({
      rule: "alloc/free-frame",
      answers: ["frame 2"],
      expected: "a free frame: 0, 1",
      found: "frame 2, which is not among the 2 frames",
    });
  });

  test.each([32, 64, 2 ** 31 - 1])("even where its bit would wrap around: %i", (frame) => {
    const found = `frame ${frame}, which is not among the 2 frames`;
    expect(brokenBy(alwaysAnswers(frame), 2)).toMatchObject({ rule: "alloc/free-frame", found });
  });

  test("because it was given out before", () => {
    expect(brokenBy(alwaysAnswers(1), 2)).toMatchObject({
      rule: "alloc/free-frame",
      program: ["alloc()", "alloc()"],
      expected: "a free frame: 0",
      found: "frame 1, which is allocated",
    });
  });
});

describe("a refusal", () => {
  test("for a reason of the same command that is not true", () => {
    expect(brokenBy(alwaysRefusesFreeWith(reasons.RESERVED), 2)).toMatchObject({
      rule: "free/true-reason",
      program: ["free(0)"],
      expected: "refused: already-free",
      found: "refused: reserved",
    });
  });

  test("for a reason of another command", () => {
    const found = brokenBy(alwaysRefusesFreeWith(codeOf("exhausted")), 2);
    expect(found).toMatchObject({ rule: "free/true-reason", found: "refused: exhausted" });
  });

  test("without a reason is right where one is true", () => {
    const scope = scopeOf(2, 1, 1);
    const { outcomes } = runToEnd({ definition: firstFit, scope });
    expect(runToEnd({ definition: alwaysRefusesFreeWith(reasons.REFUSED), scope })).toMatchObject({
      verdict: "holds",
      outcomes,
    });
  });

  test("of what is legal", () => {
    expect(brokenBy(keepsOneBack, 2)).toMatchObject({
      rule: "alloc/legal",
      program: ["alloc()", "alloc()"],
      answers: ["frame 0", "refused"],
      expected: "accepted",
    });
    expect(brokenBy(alwaysAnswers(reasons.EXHAUSTED), 2)).toMatchObject({ rule: "alloc/legal" });
  });
});

describe("what throws", () => {
  test("as a command", () => {
    expect(brokenBy(throwsWhenFull, 2)).toMatchObject({
      rule: "threw",
      program: ["alloc()", "alloc()", "alloc()"],
      answers: ["frame 0", "frame 1", "threw RangeError: out of frames"],
      expected: "refused: exhausted",
    });
  });

  test("as an audit", () => {
    const found = brokenBy(auditThrows, 2);
    expect(found).toMatchObject({ rule: "threw", program: ["alloc()"] });
    expect(found.found).toContain("frame 0 is gone");
  });
});
