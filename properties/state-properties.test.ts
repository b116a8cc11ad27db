/** Each property of single states, on an allocator that answers rightly and is wrong inside. */
import { describe, expect, test } from "vitest";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { ALLOCATED, FREE, TAKEN, UNKNOWN } from "../model/words/frames.js";
import { programOf } from "../testing/commands.js";
import {
  failsAudit,
  liesAtFirst,
  rightCount,
  saysLittle,
  wrongBelief,
  wrongCount,
} from "../testing/made-up/beliefs.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { describeKind } from "./observed-kind.js";

function brokenBy(definition: AllocatorDefinition) {
  const run = runToEnd({ definition, scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  const found = run.counterexamples[0]!;
  return { ...found, program: programOf(found), run };
}

describe("each is caught in the first state that shows it", () => {
  test("observed-kind", () => {
    expect(brokenBy(wrongBelief)).toMatchObject({
      rule: "observed-kind",
      program: ["alloc()", "alloc()"],
      expected: "frame 1 is allocated",
      found: "the allocator believes it is free",
    });
  });

  test("conservation", () => {
    expect(brokenBy(wrongCount)).toMatchObject({
      rule: "conservation",
      program: ["alloc()", "free(0)"],
      expected: "0 frames allocated",
      found: "the allocator counts 1",
    });
  });

  test("audit", () => {
    expect(brokenBy(failsAudit)).toMatchObject({
      rule: "audit",
      program: ["alloc()", "alloc()"],
      found: "frame 1 is gone",
    });
  });

  test("in the initial state, which no command led to", () => {
    const { rule, steps, run } = brokenBy(liesAtFirst);
    expect([rule, steps]).toEqual(["observed-kind", []]);
    expect(run).toMatchObject({ states: 1, tried: 0, depth: 0, stoppedBy: "finding" });
  });
});

test("a state that breaks a rule is not explored any further, with --all either", () => {
  const run = runToEnd({ definition: failsAudit, scope: scopeOf(3, 1, 1), keep: "all" });
  expect(run.counterexamples.map(programOf)).toEqual([["alloc()", "alloc()"]]);
  // One, two and three frames free; with one the audit fails, so nothing was tried there.
  expect(run).toMatchObject({ closed: true, levels: [1, 1, 1], states: 3, tried: 8 });
});

test("less may be believed, and right counts hold", () => {
  for (const definition of [saysLittle, rightCount])
    expect(runToEnd({ definition, scope: scopeOf(3, 1, 1) }).verdict).toBe("holds");
});

test("a kind in words", () => {
  expect([FREE, ALLOCATED, TAKEN, UNKNOWN, 3].map(describeKind)).toEqual([
    "free",
    "allocated",
    "taken",
    "unknown",
    "reserved by owner 3",
  ]);
});
