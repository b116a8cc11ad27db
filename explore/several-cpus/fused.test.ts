/** Sections as one step, and CPUs without numbers: the same verdict as with every access a step. */
import { expect, test, vi } from "vitest";
import { SEVERAL_CPUS } from "../../impl/registry.js";
import { check } from "../../index.js";
import { STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineConcurrentAllocator } from "../../model/socket/define-concurrent.js";
import { Specification } from "../../model/specification/specification.js";
import { reasons } from "../../model/words/reasons.js";
import { type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { claim } from "../../report/text/claim-text.js";
import { pool } from "../../testing/stepped.js";
import { Check, runTo } from "../check/check.js";
import { Pulse } from "../search/pulse.js";
import { Search } from "../search/search.js";
import { CommonLocks } from "./common-locks.js";
import { FusedSearch } from "./fused-search.js";
import { SeveralCpus } from "./several-cpus.js";
import { isStepped } from "./stepped-definition.js";

const budget = { maxStates: 12_000 };

/** What a search of single accesses comes to, and one of sections: why it ended, or that a rule is broken. */
function both(definition: AllocatorDefinition, options: ScopeOptions) {
  if (!isStepped(definition)) throw new Error("it is of one client");
  const specification = new Specification(scopeOf(options));
  const { contract = STRICT } = definition;
  const plain = new Search(new SeveralCpus(specification, definition, contract), budget);
  while (plain.advance(4096));
  const pulse = new Pulse();
  const fused = new FusedSearch({ definition, contract, specification, pulse, budget: () => budget });
  while (fused.advance(4096));
  const ended = fused.search === null ? "warns" : fused.search.stoppedBy;
  return {
    plain: plain.log.any ? "broken" : plain.stoppedBy,
    fused: fused.broken.length > 0 ? "broken" : ended,
    states: [plain.visited.count, fused.states],
  };
}

const TWO = { frames: 2, owners: 1, slices: 1, cpus: 2 };
const SCOPES: readonly ScopeOptions[] = [
  { ...TWO, frames: 1 },
  TWO,
  { ...TWO, frames: 1, slices: 2, cpus: 3 },
];
const ALL = [...SEVERAL_CPUS, pool(), pool({ locked: false }), pool({ keepsLock: true })];
const HAS_CONTENTS = /^cleared-frames/;

test("no race is hidden, and none is made up", { timeout: 120_000 }, () => {
  for (const definition of ALL.filter(({ name }) => !HAS_CONTENTS.test(name)))
    for (const scope of SCOPES) {
      const { plain, fused, states } = both(definition, scope);
      const [every = 0, few = 0] = states;
      const where = `${definition.name} in ${JSON.stringify(scope)}`;
      // Within the same number of states fewer steps come further.
      if (plain !== "max-states") expect([where, fused]).toEqual([where, plain]);
      expect([where, few <= every]).toEqual([where, true]);
    }
});

test.each([
  ["locked-bitmap", 791, 15],
  ["cas-bitmap", 11540, 5868],
  ["cached-list", 9177, 2689],
  ["counted-frames", 106, 56],
])("%s: from %i states to %i", (name, every, few) => {
  const definition = SEVERAL_CPUS.find((one) => one.name === name);
  if (definition === undefined) throw new Error("there is none");
  expect(both(definition, TWO)).toEqual({ plain: null, fused: null, states: [every, few] });
});

/** A free that looks without the lock, while a refused alloc has written 0 for a moment. */
const looksInside = defineConcurrentAllocator({
  name: "looks-inside",
  make: (_, memory) => {
    const [used, lock] = [memory.cell("used", { bits: 1 }), memory.lock("lock")];
    return {
      *alloc() {
        yield lock.lock();
        const was = yield used.load();
        if (was === 1) yield used.store(0);
        yield used.store(1);
        yield lock.unlock();
        return was === 1 ? reasons.EXHAUSTED : 0;
      },
      *free() {
        if ((yield used.load()) === 0) return reasons.ALREADY_FREE;
        yield lock.lock();
        const was = yield used.load();
        yield used.store(0);
        yield lock.unlock();
        return was === 1 ? 0 : reasons.ALREADY_FREE;
      },
    };
  },
});

test("who looks into a section is found, because every access is looked at", () => {
  const one = { ...TWO, frames: 1 };
  expect(check(looksInside, one)).toMatchObject({
    verdict: "broken",
    counterexamples: [{ rule: "free/legal" }],
  });
  expect(both(looksInside, one)).toMatchObject({ plain: "broken", fused: "broken" });
  // Where it is not looked at who accesses what under which lock, the race is hidden.
  const blind = vi.spyOn(CommonLocks.prototype, "see").mockImplementation(() => {});
  expect(both(looksInside, one)).toMatchObject({
    plain: "broken",
    fused: expect.not.stringMatching("broken"),
  });
  blind.mockRestore();
});

test("a run says that its counts are of sections, unless each access is asked for", () => {
  const run = check(pool(), TWO);
  expect(run).toMatchObject({ verdict: "holds", fused: true });
  expect(claim(run)).toContain("counts as one step");
  const every = runTo({ definition: pool(), scope: scopeOf(TWO), everyAccess: true });
  expect(every.fused).toBeUndefined();
  expect(claim(every)).not.toContain("one step");
  expect(check(pool(), { ...TWO, maxSwitches: 3 }).fused).toBeUndefined();
});

test("a race whose trace is not found within the budget is told to have been met", () => {
  const definition = ALL.find(({ name }) => name === "locked-bitmap-counts-outside");
  if (definition === undefined) throw new Error("there is none");
  const run = runTo({ definition, scope: scopeOf(TWO), budget: { maxStates: 2000 } });
  expect(run).toMatchObject({ verdict: "unfinished", seenBroken: ["release/live-slice"] });
  expect(claim(run)).toContain("A broken rule was met (release/live-slice)");
});

test("what is ended while one search follows another has not closed", () => {
  const definition = ALL.find(({ name }) => name === "locked-bitmap-counts-outside");
  if (definition === undefined) throw new Error("there is none");
  const check = new Check({ definition, scope: scopeOf(TWO) });
  const { search } = check;
  while (check.search === search) check.advance(1);
  search.interrupt(); // too late for this one
  const run = check.run();
  expect(run).toMatchObject({ closed: false, stoppedBy: "interrupt", verdict: "unfinished" });
  expect(claim(run)).toContain("but the run was stopped before its trace was found.");
});
