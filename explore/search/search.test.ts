/** The search itself: the same whatever the slices it is run in, exact about paths, honest about budgets. */
import { describe, expect, test } from "vitest";
import { BITMAP_FAULTS } from "../../impl/faulty/bitmap-faults.js";
import { bitmap } from "../../impl/frames/bitmap.js";
import { freeList } from "../../impl/frames/free-list.js";
import { STRICT } from "../../model/contracts/named.js";
import { firstFit } from "../../testing/made-up/first-fit.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { Check } from "../check/check.js";
import type { CheckRequest } from "../check/prepared.js";
import { EXIT_CODES, type Run, worst } from "../check/verdict.js";
import { Replayer } from "../replay/replayer.js";

const scope = scopeOf(3, 2, 2);

/** A run in slices of so many states, without what is measured. */
function runIn(slice: number, request: CheckRequest): Omit<Run, "measured"> {
  const check = new Check(request);
  while (check.advance(slice));
  const { measured: _, ...run } = check.run();
  return run;
}

describe("a run does not depend on the slices it is advanced in", () => {
  const threeFrames = scopeOf(3, 2, 1);
  const requests: readonly (CheckRequest & { readonly title: string })[] = [
    { title: "the specification alone", definition: null, scope },
    { title: "a sound allocator", definition: freeList, scope },
    { title: "a broken specification", definition: null, scope, without: ["release/live-slice"] },
    { title: "all findings of it", definition: null, scope, without: ["borrow/mixed-owners"], keep: "all" },
    { title: "a budget", definition: bitmap, scope, budget: { maxStates: 60 } },
    ...BITMAP_FAULTS.map((definition) => ({ title: definition.name, definition, scope })),
    ...BITMAP_FAULTS.map((definition) => ({
      title: `all of ${definition.name}`,
      definition,
      scope: threeFrames,
      keep: "all",
    })),
  ];
  test.each(requests)("$title", ({ title: _, ...request }) => {
    const whole = runIn(1_000_000, request);
    for (const slice of [1, 2, 7, 64]) expect(runIn(slice, request)).toEqual(whole);
  });
});

test("advance goes no further than it was asked to, and says when there is no more to do", () => {
  const check = new Check({ definition: bitmap, scope });
  expect(check.advance(1)).toBe(true);
  const after = check.search.visited.count;
  expect(after).toBe(14); // the initial state and its successors
  expect(check.advance(0)).toBe(true);
  expect(check.search.visited.count).toBe(after);
  while (check.advance(100));
  expect(check.advance(100)).toBe(false);
  expect(check.run()).toMatchObject({ verdict: "holds", states: 392 });
});

describe("budgets", () => {
  const whole = runToEnd({ definition: bitmap, scope });

  test("max-depth: counts are those of the levels up to it", () => {
    for (let maxDepth = 0; maxDepth <= whole.depth; maxDepth++) {
      const run = runToEnd({ definition: bitmap, scope, budget: { maxDepth } });
      expect(run).toMatchObject({ verdict: "unfinished", stoppedBy: "max-depth", depth: maxDepth });
      expect(run.levels).toEqual(whole.levels.slice(0, maxDepth + 1));
    }
    const run = runToEnd({ definition: bitmap, scope, budget: { maxDepth: whole.depth + 1 } });
    expect(run).toMatchObject({ verdict: "holds", stoppedBy: null, tried: whole.tried });
  });

  test("max-states: the level in which it is reached is finished, and none is begun after it", () => {
    for (const [maxStates, levels] of [
      [1, 1],
      [2, 2],
      [14, 2],
      [15, 3],
      [391, 7],
    ] as const) {
      const run = runToEnd({ definition: bitmap, scope, budget: { maxStates } });
      expect(run).toMatchObject({ verdict: "unfinished", stoppedBy: "max-states", closed: false });
      expect(run.levels).toEqual(whole.levels.slice(0, levels));
      expect(run.states).toBe(run.levels.reduce((sum, level) => sum + level, 0));
    }
    expect(runToEnd({ definition: bitmap, scope, budget: { maxStates: 393 } }).verdict).toBe("holds");
  });

  test("an interrupt and the clock leave what the last complete level counted", () => {
    const interrupted = new Check({ definition: bitmap, scope });
    interrupted.advance(1);
    const complete = { ...interrupted.search.complete };
    interrupted.advance(5); // in the middle of the next level
    interrupted.search.interrupt();
    expect(interrupted.advance(100)).toBe(false);
    expect(interrupted.run()).toMatchObject({ verdict: "unfinished", stoppedBy: "interrupt", depth: 1 });
    const { states, tried, transitions } = interrupted.run();
    expect(complete).toMatchObject({ states, tried, transitions });

    const timed = new Check({ definition: bitmap, scope, budget: { maxSeconds: -1 } });
    expect(timed.advance(1)).toBe(false);
    expect(timed.run()).toMatchObject({
      verdict: "unfinished",
      stoppedBy: "max-seconds",
      states: 1,
      tried: 0,
    });
  });

  test("an interrupt after the end changes nothing", () => {
    const check = new Check({ definition: firstFit, scope });
    while (check.advance(100));
    check.search.interrupt();
    expect(check.run()).toMatchObject({ verdict: "holds", stoppedBy: null });
  });

  test("what a budget cut short is not said to be vacuous", () => {
    const run = runToEnd({ definition: bitmap, scope, budget: { maxDepth: 1 } });
    expect(run).toMatchObject({ verdict: "unfinished", notExercised: [] });
  });

  test("a finding in the level where a budget ends is a finding", () => {
    const [definition] = BITMAP_FAULTS;
    const run = runToEnd({ definition: definition!, scope, budget: { maxDepth: 3 } });
    expect(run).toMatchObject({ verdict: "broken", stoppedBy: "finding", depth: 3 });
    const short = runToEnd({ definition: definition!, scope, budget: { maxDepth: 2 } });
    expect(short).toMatchObject({ verdict: "unfinished", counterexamples: [] });
  });
});

test("the path to every state leads there, and is as long as its level is deep", () => {
  const check = new Check({ definition: freeList, scope });
  while (check.advance(1_000));
  const { search } = check;
  const { levels } = search.complete;
  const lengths = levels.map(() => 0);
  const reached = new Set<string>();
  for (let state = 0; state < search.visited.count; state++) {
    const path = search.pathTo(state);
    lengths[path.length]!++;
    const walk = new Replayer(freeList, STRICT, scope, "straight");
    for (const { command, answer } of path) {
      const walked = walk.take(command);
      expect(walked.kind).toBe("went");
      if (walked.kind === "went" && walked.answer.kind === "accepted")
        expect(walked.answer.frame ?? 0).toBe(answer);
    }
    reached.add(walk.state.join());
  }
  expect(lengths).toEqual(levels);
  expect(reached.size).toBe(search.complete.states);
});

test("of several verdicts the gravest counts, and each has its exit code", () => {
  expect(worst([])).toBe("holds");
  expect(worst(["holds", "vacuous"])).toBe("vacuous");
  expect(worst(["vacuous", "unfinished", "holds"])).toBe("unfinished");
  expect(worst(["unfinished", "broken"])).toBe("broken");
  expect(worst(["holds", "sampled"])).toBe("sampled");
  expect(worst(["sampled", "vacuous"])).toBe("vacuous");
  expect(EXIT_CODES).toEqual({ holds: 0, broken: 1, unfinished: 3, vacuous: 4, sampled: 5 });
});
