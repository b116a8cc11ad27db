/** A refusal that must be one, but may write: what it leaves behind is followed. */
import { expect, test } from "vitest";
import { judge } from "../../counterexamples/judge.js";
import { replay } from "../../counterexamples/replay.js";
import { type Contract, LEARNS, STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { describeCommand } from "../../model/words/commands.js";
import { answersOf, programOf } from "../../testing/commands.js";
import {
  ANSWERS_THE_FIRST,
  FORGETS_TO_UNMARK,
  FORGETS_TO_WRAP,
  LEARNERS,
} from "../../testing/made-up/learning.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

const scope = scopeOf(4, 1, 1);
const names = LEARNERS.map(([definition, change]) => [definition.name, definition, change] as const);

/** The one finding of a run. */
function found(definition: AllocatorDefinition, contract?: Contract) {
  const run = runToEnd({ definition, scope, ...(contract && { contract }) });
  expect(run.verdict).toBe("broken");
  return run.counterexamples[0]!;
}

test.each(names)("%s holds where it may learn, and the refusal came to the test", (_, definition) => {
  const run = runToEnd({ definition, scope });
  expect(run.verdict).toBe("holds");
  expect(run.outcomes["alloc:exhausted"]).toBeGreaterThan(0);
});

test.each(names)("%s is told which field changed where it may not", (_, definition, change) => {
  const { rule, found: is } = found(definition, STRICT);
  expect(rule).toBe("refusal-writes");
  expect(is).toMatch(new RegExp(`^refused, and .*${change.replaceAll(/[[\]]/g, "\\$&")}`));
});

const FULL = ["alloc()", "alloc()", "alloc()", "alloc()"];

test("a hint that stays at the end is found as soon as it matters", () => {
  const { rule, steps } = found(FORGETS_TO_WRAP);
  expect(rule).toBe("alloc/legal");
  expect(steps.map(({ command }) => describeCommand(command))).toEqual([...FULL, "free(0)", "alloc()"]);
});

test("what a refusal wrote is followed: a mark that stays keeps a frame from being handed out", () => {
  const counterexample = found(FORGETS_TO_UNMARK);
  expect(counterexample.rule).toBe("alloc/legal");
  expect(programOf(counterexample)).toEqual([...FULL, "alloc()", "free(0)", "alloc()"]);
  expect(answersOf(counterexample).at(4)).toBe("refused");
  expect(replay(counterexample, FORGETS_TO_UNMARK, LEARNS).fate).toBe("breaks");
  expect(judge(counterexample, LEARNS).proved).toBe(true);
});

test.each([
  ["must be refused", LEARNS],
  [
    "may be ignored",
    { ...STRICT, id: "own", promises: { "alloc/exhausted": { kind: "may-ignore", because: "" } } },
  ],
] as const)("where %s, no frame is handed out twice", (_, contract) => {
  const counterexample = found(ANSWERS_THE_FIRST, contract);
  expect(counterexample.rule).toBe("alloc/exhausted");
  expect(programOf(counterexample)).toEqual([...FULL, "alloc()"]);
  expect(answersOf(counterexample).at(-1)).toBe("frame 0");
  expect(replay(counterexample, ANSWERS_THE_FIRST, contract).fate).toBe("breaks");
});
