/** What appears late, straight on, or on bytes that nobody scrubbed, is found before anything holds. */
import { describe, expect, test } from "vitest";
import { replay } from "../../counterexamples/replay.js";
import { STRICT } from "../../model/contracts/named.js";
import { Specification } from "../../model/specification/specification.js";
import { programOf } from "../../testing/commands.js";
import { firstFit } from "../../testing/made-up/first-fit.js";
import {
  bearsGrudges,
  caching,
  goesStraight,
  LATER,
  losesPatience,
  marksInScrub,
  mindsWhenFull,
  movingAudit,
  neverForgetsFull,
  prints,
  readsGarbage,
  scrubbedHint,
  spoiltByAudit,
  spoiltByPattern,
  sulking,
  wornAfter,
  wornTogether,
} from "../../testing/made-up/late.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { Check } from "../check/check.js";
import { Partition } from "../parallel/partition.js";
import { share } from "../parallel/shared.js";
import { Pulse } from "../search/pulse.js";
import { Search } from "../search/search.js";
import type { VisitedSet } from "../search/visited.js";
import { Lockstep } from "../systems/lockstep.js";
import { inOrder } from "./draws.js";
import { InstancePair } from "./instance-pair.js";
import { SecondPass } from "./second-pass.js";
import { selfTest } from "./self-test.js";

const scope = scopeOf(3, 1, 1);

const HIDDEN = [
  { what: "a counter of 3 calls", definition: wornAfter(3), rule: "hidden-state" },
  { what: "a counter of 10 calls", definition: wornAfter(10), rule: "hidden-state" },
  { what: "a counter of 30 calls", definition: wornAfter(30), rule: "hidden-state" },
  { what: "a grudge against one owner", definition: bearsGrudges, rule: "hidden-state" },
  { what: "an audit that spoils", definition: spoiltByAudit, rule: "hidden-state" },
  { what: "a hint that scrub clears", definition: scrubbedHint, rule: "scrub-matters" },
  { what: "a cache that save forgets", definition: caching, rule: "hidden-state" },
  { what: "a full pool that is never forgotten", definition: neverForgetsFull, rule: "hidden-state" },
];

describe.each(HIDDEN)("$what", ({ definition, rule }) => {
  const run = runToEnd({ definition, scope, selfTest: true });

  test("is found by the rule it breaks", () => {
    expect(run.verdict).toBe("broken");
    expect(run.counterexamples.map((each) => each.rule)).toEqual([rule]);
  });

  test("still breaks in a replay, and is fixed where the bytes are all there is", () => {
    const [recorded] = run.counterexamples;
    if (recorded === undefined) throw new Error("nothing was found");
    expect(replay(recorded, definition, STRICT)).toMatchObject({ fate: "breaks" });
  });
});

test("what instances share through their module is no allocator that holds", () => {
  for (const calls of [50, 500]) {
    const run = runToEnd({ definition: wornTogether(calls), scope, selfTest: true });
    expect(run.verdict).toBe("broken");
  }
});

test.each([
  ["garbage in a byte that only scrub writes", readsGarbage],
  ["a byte that differs in the end, and no answer before", marksInScrub],
  ["the tenth time in a row", losesPatience],
])("the self-test sees %s", (_, definition) => {
  const { hidden, broke } = selfTest(definition, STRICT, new Specification(scope));
  expect(hidden ?? broke).not.toBeNull();
});

test("the final bytes are compared: answers alone do not show a scrub that leaves another byte", () => {
  const twins = new InstancePair(marksInScrub, STRICT, new Specification(scope), new Pulse());
  expect(
    twins.run(inOrder([1, 1, 1].map((c) => twins.restored.offered[c]!)), {})?.counterexample,
  ).toMatchObject({
    rule: "hidden-state",
    found: expect.stringContaining("one content of the state"),
  });
});

describe("work left for later", () => {
  test.each(Object.entries(LATER))("%s is a finding, and so is its replay", (what, definition) => {
    const run = runToEnd({ definition, scope, selfTest: true });
    expect(run.verdict).toBe("broken");
    const [found] = run.counterexamples;
    expect(found).toMatchObject({ rule: "deferred" });
    expect(found?.found).toBe(`${what} that the command left behind, which runs later`);
    expect(programOf(found!)).toEqual(["alloc()", "free(0)"]);
    expect(replay(found!, definition, STRICT)).toMatchObject({ fate: "breaks", rule: "deferred", step: 2 });
    expect(replay(found!, firstFit, STRICT)).toMatchObject({ fate: "fixed" });
  });

  test("to print is none", () => {
    expect(runToEnd({ definition: prints, scope, selfTest: true }).verdict).toBe("holds");
  });
});

test("an audit that changes a class is seen looking, though the class is restored", () => {
  const run = runToEnd({ definition: movingAudit, scope });
  expect(run.counterexamples.map(({ rule }) => rule)).toEqual(["observer-writes"]);
});

describe("a search that has closed is tried again by the instance that went through all of it", () => {
  const lockstep = (definition: typeof firstFit) =>
    new Lockstep(new Specification(scope), definition, STRICT, new Pulse(), 0);
  const againOn = (definition: typeof firstFit, used: Lockstep, visited: VisitedSet) =>
    new SecondPass(definition, STRICT, used.specification, used, visited, new Pulse());

  test("which goes on as it did where the bytes decide, and is found where they do not", () => {
    for (const [definition, state] of [
      [firstFit, undefined],
      [neverForgetsFull, 0],
    ] as const) {
      const used = lockstep(definition);
      const search = new Search(used);
      while (search.advance(100));
      expect(search).toMatchObject({ stoppedBy: null, log: { any: false } });
      const again = againOn(definition, used, search.visited);
      while (again.advance());
      expect(again.unlike?.state).toBe(state);
    }
  });

  test("and so is each part of it", () => {
    const ended = (definition: typeof firstFit) => {
      const used = lockstep(definition);
      const again = (visited: VisitedSet) => againOn(definition, used, visited);
      return new Partition(used, {}, share(1), 0, () => {}, again).run();
    };
    expect(ended(firstFit)).toMatchObject({ stoppedBy: null });
    expect(ended(neverForgetsFull)).toBeUndefined();
  });

  test("and tells what no walk meets", () => {
    const large = scopeOf(16, 1, 1);
    expect(selfTest(spoiltByPattern, STRICT, new Specification(large))).toEqual({
      hidden: null,
      broke: null,
    });
    const run = runToEnd({ definition: spoiltByPattern, scope: large, selfTest: true });
    expect(run).toMatchObject({ verdict: "broken", closed: true });
    const [found] = run.counterexamples;
    expect(found).toMatchObject({
      rule: "hidden-state",
      expected: "no rule broken, as when the search came by",
    });
    expect(programOf(found!)).toEqual(["alloc()"]);
    expect(replay(found!, spoiltByPattern, STRICT)).toMatchObject({ fate: "breaks", rule: "hidden-state" });
  });

  test("and walks straight on from where it came to, however far that is from the start", () => {
    const large = scopeOf(12, 1, 1);
    expect(selfTest(goesStraight, STRICT, new Specification(large))).toEqual({ hidden: null, broke: null });
    const run = runToEnd({ definition: goesStraight, scope: large, selfTest: true });
    expect(run).toMatchObject({ verdict: "broken", closed: true });
    expect(run.counterexamples).toHaveLength(1);
  });

  test("an interrupt, or the clock, in the middle of it leaves the run unfinished", () => {
    const check = new Check({ definition: firstFit, scope, selfTest: true });
    while (check.search.stoppedBy === undefined) check.advance(1);
    check.search.interrupt();
    expect(check.run()).toMatchObject({ verdict: "unfinished", stoppedBy: "interrupt", states: 8 });
  });
});

test("a scrub that matters far from the start is sampled there", () => {
  const run = runToEnd({ definition: mindsWhenFull, scope: scopeOf(8, 1, 1) });
  expect(run.counterexamples.map(({ rule }) => rule)).toEqual(["scrub-matters"]);
});

test("a part of a search sees what takes two commands in the last level too", () => {
  const parts = (definition: typeof firstFit) => {
    const system = new Lockstep(new Specification(scope), definition, STRICT, new Pulse(), 1);
    return new Partition(system, {}, share(1), 0, () => {}).run();
  };
  expect(parts(firstFit)).toMatchObject({ stoppedBy: null });
  expect(parts(sulking)).toBeUndefined();
});

test("a part that is cut short counts complete levels alone", () => {
  const system = new Lockstep(new Specification(scope), firstFit, STRICT);
  const ended = new Partition(system, { maxSeconds: -1 }, share(1), 0, () => {}).run();
  expect(ended).toMatchObject({ stoppedBy: "max-seconds", progress: { states: 1, levels: [1], tried: 0 } });
});
