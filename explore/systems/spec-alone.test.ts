/** The specification alone beyond the oracles: counted by an enumeration that shares no code with it. */
import { expect, test } from "vitest";
import { enumerate } from "../../testing/oracle/naive-enumeration.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

const SCOPES = [
  [1, 2, 3],
  [1, 8, 2],
  [2, 1, 5],
  [2, 3, 2],
  [2, 8, 1],
  [3, 1, 4],
  [3, 3, 1],
  [5, 1, 1],
] as const;

test.each(SCOPES)("counts as a naive enumeration does: %i frames, %i owners, %i slices", (...bounds) => {
  const scope = scopeOf(...bounds);
  const counted = enumerate(scope);
  const run = runToEnd({ definition: null, scope });
  const { states, tried, transitions, depth, levels, outcomes } = run;
  expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(counted);
  expect(run).toMatchObject({ verdict: "holds", closed: true, stoppedBy: null, counterexamples: [] });
});

test("what a budget leaves is a prefix of what there is", () => {
  const scope = scopeOf(3, 2, 2);
  const whole = enumerate(scope);
  for (let maxDepth = 0; maxDepth <= whole.depth; maxDepth++) {
    const run = runToEnd({ definition: null, scope, budget: { maxDepth } });
    expect(run).toMatchObject({ verdict: "unfinished", stoppedBy: "max-depth", closed: false });
    expect(run.levels).toEqual(whole.levels.slice(0, maxDepth + 1));
    expect(run.states).toBe(run.levels.reduce((sum, level) => sum + level, 0));
  }
  const beyond = runToEnd({ definition: null, scope, budget: { maxDepth: whole.depth + 1 } });
  expect(beyond).toMatchObject({ verdict: "holds", stoppedBy: null, levels: whole.levels });
});
