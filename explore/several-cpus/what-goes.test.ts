/** What goes with several CPUs and what does not, what hangs, and what a trace is known to be least by. */
import { expect, test } from "vitest";
import { check } from "../../index.js";
import { defineConcurrentAllocator } from "../../model/socket/define-concurrent.js";
import type { Steps } from "../../model/steps/accesses.js";
import { reasons } from "../../model/words/reasons.js";
import { scopeOf } from "../../model/words/scope.js";
import { claim } from "../../report/text/claim-text.js";
import { blindText } from "../../report/text/evidence-text.js";
import { pool } from "../../testing/stepped.js";
import { Check } from "../check/check.js";
import { GIVE, INSPECT, LEAST, type Place, Pulse, SEARCH, WALK } from "../search/pulse.js";

const TWO = { frames: 2, owners: 1, slices: 1, cpus: 2 };
const faulty = pool({ locked: false });

test.each([
  ["looking back", pool(), { ...TWO, canAlways: true }, "leave out one of them"],
  ["a window", pool(), { ...TWO, windowAt: 60 }, "leave out --window-at and --pool, or --cpus"],
  ["switches of one CPU", pool(), { ...TWO, cpus: 1, maxSwitches: 2 }, "add --cpus 2"],
] as const)("%s is refused with a remedy", (_, definition, options, remedy) => {
  expect(() => check(definition, options)).toThrow(expect.objectContaining({ code: "no-steps", remedy }));
});

test("one CPU alone is said to show nothing of several", () => {
  expect(blindText(check(pool(), { ...TWO, cpus: 1 }))).toContain("what several CPUs do at once (--cpus 2)");
  expect(blindText(check(pool(), TWO))).toContain("3 CPUs");
});

/** A check of a faulty pool that knows some places not to return; how many states it looks at at once. */
function checked(passed: readonly Place[], states = 4096, definition = faulty): Check {
  const pulse = new Pulse(undefined, passed, 1);
  const it = new Check({ definition, scope: scopeOf(TWO), pulse });
  while (it.advance(states));
  return it;
}

test("a trace is told by its accesses where fewer switches were not looked for, and the claim says so", () => {
  const least = checked([]).run();
  expect(least.leastByAccesses).toBeUndefined();
  expect(claim(least)).toContain("the fewest context switches");
  const hung: Place = { phase: LEAST, number: 3, command: 0, call: GIVE };
  const told = checked([hung]).run();
  expect(told).toMatchObject({ verdict: "broken", leastByAccesses: [told.counterexamples[0]?.rule] });
  expect(told.counterexamples[0]?.rule).toBe(least.counterexamples[0]?.rule);
  expect(claim(told)).toContain("whether another has fewer context switches was not searched to the end");
});

test("a search that is ended in the midst of looking for fewer switches tells what it has", () => {
  const it = new Check({ definition: faulty, scope: scopeOf(TWO) });
  while (it.search.stoppedBy === undefined) it.advance(64);
  const run = it.run();
  expect(run).toMatchObject({ verdict: "broken", counterexamples: [{ rule: run.leastByAccesses?.[0] }] });
});

test("where one of several traces is told by its accesses the claim is true of the others as well", () => {
  const both = defineConcurrentAllocator({
    name: "both",
    make: (_, memory) => {
      const [taken, lock] = [memory.cell("taken", { bits: 1 }), memory.lock("lock")];
      return {
        *alloc() {
          if ((yield taken.load()) === 1) return reasons.EXHAUSTED;
          yield taken.store(1);
          return 0;
        },
        *free() {
          yield lock.lock();
          yield lock.lock();
          return 0;
        },
      };
    },
  });
  const it = new Check({ definition: both, scope: scopeOf({ ...TWO, frames: 1 }), keep: "all" });
  while (it.search.stoppedBy === undefined) it.advance(64);
  // One CPU alone comes to wait for itself; for the race a switch is needed, which is looked for later.
  while (it.run().leastByAccesses?.length !== 1 && it.advance(1));
  const run = it.run();
  expect(run.counterexamples.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["deadlock", "alloc/exhausted"]),
  );
  expect(run.leastByAccesses).toEqual(["alloc/exhausted"]);
  expect(claim(run)).toContain(
    "The trace of alloc/exhausted has the fewest accesses of all that break the rule;",
  );
  expect(claim(run)).toContain("that break another rule each is one with the fewest context switches");
  while (it.advance(4096));
  expect(it.run().leastByAccesses).toBeUndefined();
});

/** The call that a pool makes when its second access has read something. */
const SECOND: Place = { phase: SEARCH, number: 1, command: 0, call: GIVE };

test("a generator that does not come to its next access hangs, and is told with its accesses", () => {
  const walked: Place = { phase: WALK, number: 3, command: 0, call: GIVE };
  const [found] = checked([SECOND, walked]).run().counterexamples;
  expect(found).toMatchObject({
    rule: "hangs",
    found: expect.stringContaining("did not return within 1 second"),
  });
  expect(found?.cpus?.commands.at(-1)?.answer).toEqual({ kind: "hangs" });
});

test("so is one that hangs where a state is looked at", () => {
  const spins = defineConcurrentAllocator({
    name: "spins",
    make: (_, memory) => {
      const cell = memory.cell("cell");
      return {
        *alloc() {
          yield cell.load();
          return 0;
        },
      };
    },
  });
  const looked: Place = { phase: SEARCH, number: 1, command: 0, call: INSPECT };
  const walked: Place = { phase: WALK, number: 1, command: 0, call: GIVE };
  const run = checked([looked, walked], 4096, spins).run();
  expect(run.counterexamples).toMatchObject([{ rule: "hangs" }]);
});

/** Blocks of two frames of which there is one, cleared after the lock; `cleared` is how many are. */
const blocks = (cleared: number, raw = false) =>
  defineConcurrentAllocator({
    name: "blocks",
    offers: raw ? { "alloc-raw": true } : { "alloc-block": ({ count }) => count === 2 },
    make: ({ frames }, memory) => {
      const taken = memory.cell("taken", { bits: 1 });
      const page = memory.contents("page", frames, { bits: 1, initial: 1, cleared: true });
      function* take(): Steps {
        if ((yield taken.cas(0, 1)) === 0) return reasons.EXHAUSTED;
        for (let frame = 0; frame < cleared; frame++) yield page.store(frame, 0);
        return 0;
      }
      return raw ? { allocRaw: take } : { allocBlock: take };
    },
  });

test("what is in the further frames of a block is looked at as what is in its first", () => {
  const scope = { ...TWO, modules: ["blocks"] } as const;
  expect(check(blocks(2), scope).counterexamples).toEqual([]);
  expect(check(blocks(1), scope).counterexamples).toMatchObject([{ rule: "frame-not-cleared" }]);
});

test("what alloc-raw hands out need not be cleared", () => {
  const scope = { ...TWO, frames: 1, modules: ["contents"] } as const;
  expect(check(blocks(0, true), scope).counterexamples).toEqual([]);
});

test("contents do not go with a command that does not say which frames it is about", () => {
  const resizes = defineConcurrentAllocator({
    name: "resizes",
    make: ({ frames }, memory) => {
      const page = memory.contents("page", frames);
      return {
        *resizeBlock() {
          yield page.load(0);
          return reasons.REFUSED;
        },
      };
    },
  });
  expect(() => check(resizes, { ...TWO, modules: ["blocks", "resizing"] })).toThrow(
    expect.objectContaining({ code: "bad-memory", remedy: "leave out resize, or memory.contents" }),
  );
});
