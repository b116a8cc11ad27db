/** The recorded counterexamples: one for each faulty allocator, each as short as it can be. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { allocatorNamed, contractNamed } from "../cli/names.js";
import { ALLOCATORS } from "../impl/registry.js";
import { ROOT } from "../testing/read.js";
import { runToEnd } from "../testing/run.js";
import { defaultScopeOf } from "../testing/scopes.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { readCounterexamples, saveCounterexample } from "./files.js";
import { replay } from "./replay.js";

const DIRECTORY = `${ROOT}counterexamples`;
const recorded = readCounterexamples([DIRECTORY]);

/** The rule each faulty allocator breaks first, and after how many commands. */
const EXPECTED: Readonly<Record<string, readonly [rule: string, length: number]>> = {
  "bitmap-allocs-reserved": ["alloc/free-frame", 2],
  "bitmap-borrows-across-owners": ["borrow/mixed-owners", 3],
  "bitmap-checks-first-frame": ["release/not-reserved", 2],
  "bitmap-draws-frames": ["nondeterministic", 1],
  "bitmap-forgets-to-answer": ["no-answer", 2],
  "bitmap-frees-in-scrub": ["scrub-matters", 3],
  "bitmap-frees-reserved": ["free/reserved", 2],
  "bitmap-frees-twice": ["free/already-free", 1],
  "bitmap-hides-its-hint": ["hidden-state", 1],
  "bitmap-ignores-owner": ["release/foreign-owner", 2],
  "bitmap-ignores-slices": ["release/live-slice", 3],
  "bitmap-moves-its-table": ["resized", 3],
  "bitmap-panics-when-full": ["threw", 2],
  "bitmap-pins-once": ["release/live-slice", 5],
  "bitmap-refuses-halfway": ["refusal-writes", 2],
  "free-list-forgets-to-merge": ["audit", 2],
  "free-list-loops": ["audit", 2],
  "bitmap-scans-for-ever": ["hangs", 2],
  "free-list-walks-its-head": ["observer-writes", 1],
  "lender-derives-beyond": ["derive/outside-parent", 3],
  "lender-ends-parts": ["release/live-slice", 5],
  "lender-forgets-stashes": ["release/stashed", 4],
  "lender-ends-stashes": ["release/stashed", 5],
  "lender-forgets-leaks": ["release/leaked", 4],
  "lender-takes-inserts-for-copies": ["release/inserted", 4],
  "lender-takes-copies-for-slices": ["release/legal", 5],
  "lender-keeps-borrows": ["release/legal", 4],
  "lender-lends-what-is-free": ["borrow/not-reserved", 1],
  "capabilities-revives": ["touch/stale-handle", 4],
  "capabilities-frees-by-number": ["free-handle/stale-handle", 4],
  "capabilities-trusts-addresses": ["touch/stale-handle", 4],
  "capabilities-ignores-held": ["release/live-slice", 3],
  "late-reads-on": ["touch/stale-handle", 4],
  "quarantine-hands-out-early": ["alloc/clean-frame", 3],
  "generations-wraps": ["touch/stale-handle", 9],
  "bitmap-releases-whole": ["observed-kind", 2],
  "bitmap-loses-the-rest": ["observed-kind", 2],
  "bitmap-reserves-over": ["reserve/overlaps-reserved", 2],
  "zeroing-loads-over": ["load/live-slice", 3],
  "zeroing-forgets-to-zero": ["observed-contents", 1],
  "zeroing-poisons-early": ["poison/live-slice", 3],
  "zeroing-frees-protected": ["protected-kept", 3],
  "zeroing-clears-protected": ["observed-contents", 4],
  "edges-round-outward": ["observed-kind", 2],
  "edges-round-inward": ["observed-kind", 2],
  "claims-unite": ["observed-kind", 3],
};

test("every faulty allocator has exactly one recorded counterexample", () => {
  const faulty = ALLOCATORS.filter((definition) => definition.class === "faulty");
  expect(recorded.map(({ counterexample }) => counterexample.allocator).sort()).toEqual(
    faulty.map(({ name }) => name).sort(),
  );
  expect(Object.keys(EXPECTED).sort()).toEqual(faulty.map(({ name }) => name).sort());
});

/** Without what never returns: a test that can end it has it. */
const returning = recorded.filter(({ counterexample }) => counterexample.rule !== "hangs");

test.each(returning)(
  "$counterexample.allocator still breaks, where and as recorded",
  ({ counterexample }) => {
    const { allocator, contract, steps } = counterexample;
    const [rule, length] = EXPECTED[allocator ?? ""] ?? [];
    expect([counterexample.rule, steps.length]).toEqual([rule, length]);
    const now = replay(counterexample, allocatorNamed(allocator ?? ""), contractNamed(contract));
    expect(now).toMatchObject({ fate: "breaks", step: length, rule });
    expect(now.detail).toContain(counterexample.expected);
    expect(now.detail).toContain(counterexample.found);
  },
);

test.each(recorded)("$counterexample.allocator: its sound version has it fixed", ({ counterexample }) => {
  const sound =
    ALLOCATORS.find(
      ({ class: kind, name }) => kind === "sound" && counterexample.allocator?.startsWith(`${name}-`),
    )?.name ?? "none";
  const now = replay(counterexample, allocatorNamed(sound), contractNamed(counterexample.contract));
  // A frame whose generations are used up is not handed out again, so the sound version parts from the trace.
  const parts = counterexample.allocator === "generations-wraps";
  expect(now).toMatchObject(
    parts
      ? { fate: "inapplicable", rule: null, step: counterexample.steps.length - 1 }
      : { fate: "fixed", rule: null, step: counterexample.steps.length },
  );
});

test.each(returning)("$counterexample.allocator: a check records the same file today", (was) => {
  const definition = allocatorNamed(was.counterexample.allocator ?? "");
  const [found, ...more] = runToEnd({ definition, scope: defaultScopeOf(definition) }).counterexamples;
  expect(more).toEqual([]);
  if (found === undefined) throw new Error("nothing found");
  const directory = temporaryDirectory();
  const file = saveCounterexample(directory, found);
  expect(readdirSync(directory)).toEqual([basename(was.file)]);
  expect(readFileSync(file, "utf8")).toBe(readFileSync(was.file, "utf8"));
});
