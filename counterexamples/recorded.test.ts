/** The recorded counterexamples: one for each faulty allocator, each as short as it can be. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";
import { allocatorNamed, contractNamed } from "../cli/names.js";
import { ALLOCATORS, soundVersionOf } from "../impl/registry.js";
import { ROOT } from "../testing/read.js";
import { runToEnd } from "../testing/run.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { readCounterexamples, saveCounterexample } from "./files.js";
import { replay } from "./replay.js";

const DIRECTORY = `${ROOT}counterexamples`;
const recorded = readCounterexamples([DIRECTORY]).filter(({ file }) => dirname(file) === DIRECTORY);

/** The rule each faulty allocator breaks first, and after how many commands. */
const EXPECTED: Readonly<Record<string, readonly [rule: string, length: number]>> = {
  "bitmap-allocs-reserved": ["alloc/free-frame", 2],
  "bitmap-blames-the-owner": ["release/true-reason", 1],
  "bitmap-borrows-across-owners": ["borrow/mixed-owners", 3],
  "bitmap-borrows-unreserved": ["borrow/not-reserved", 1],
  "bitmap-checks-first-frame": ["release/not-reserved", 2],
  "bitmap-draws-frames": ["nondeterministic", 1],
  "bitmap-drops-by-start": ["drop/no-such-slice", 3],
  "bitmap-forgets-to-answer": ["no-answer", 2],
  "bitmap-frees-in-scrub": ["scrub-matters", 3],
  "bitmap-frees-reserved": ["free/reserved", 2],
  "bitmap-frees-twice": ["free/already-free", 1],
  "bitmap-hides-its-hint": ["hidden-state", 1],
  "bitmap-ignores-owner": ["release/foreign-owner", 2],
  "bitmap-ignores-slices": ["release/live-slice", 3],
  "bitmap-keeps-the-last-frame": ["alloc/legal", 2],
  "bitmap-moves-its-table": ["resized", 3],
  "bitmap-never-runs-out": ["alloc/exhausted", 2],
  "bitmap-panics-when-full": ["threw", 2],
  "bitmap-pins-once": ["release/live-slice", 5],
  "bitmap-refuses-halfway": ["refusal-writes", 2],
  "bitmap-releases-unreserved": ["release/not-reserved", 1],
  "bitmap-reserves-allocated": ["reserve/overlaps-allocated", 2],
  "bitmap-reserves-twice": ["reserve/overlaps-reserved", 2],
  "bitmap-scans-for-ever": ["hangs", 2],
  "bitmap-shows-reserved-as-free": ["observed-kind", 1],
  "bitmap-wipes-later": ["deferred", 2],
  "boot-bitmap-miscounts-reserved": ["conservation", 1],
  "buddy-allocs-nothing": ["alloc-block/empty", 1],
  "buddy-allocs-reserved": ["alloc-block/free-run", 2],
  "buddy-allocs-unaligned": ["alloc-block/misaligned", 1],
  "buddy-frees-from-inside": ["free-block/interior", 2],
  "buddy-frees-neighbours": ["free-block/foreign-block", 3],
  "buddy-frees-nothing": ["free-block/empty", 1],
  "buddy-frees-outside": ["free-block/out-of-range", 1],
  "buddy-frees-part": ["free-block/partial", 2],
  "buddy-frees-reserved": ["free-block/reserved", 2],
  "buddy-frees-twice": ["free-block/already-free", 1],
  "buddy-frees-unaligned": ["free-block/misaligned", 2],
  "buddy-never-runs-out": ["alloc-block/exhausted", 2],
  "buddy-releases-nothing": ["release/empty", 1],
  "buddy-releases-outside": ["release/out-of-range", 1],
  "buddy-releases-unaligned": ["release/misaligned", 2],
  "buddy-reserves-nothing": ["reserve/empty", 1],
  "buddy-reserves-outside": ["reserve/out-of-range", 1],
  "buddy-reserves-unaligned": ["reserve/misaligned", 1],
  "memblock-forgets-direction": ["promised-end", 2],
  "memblock-forgets-total": ["audit", 1],
  "memblock-frees-its-array": ["alloc/free-frame", 5],
  "memblock-grows-into-removed": ["grown-in-free-memory", 2],
  "memblock-grows-into-reserved": ["conservation", 3],
  "memblock-hands-over-outward": ["alloc/free-frame", 3],
  "memblock-relaxes-the-bound": ["alloc-range/exhausted", 1],
  "memblock-sets-node-to-end": ["queries", 1],
  "memblock-takes-part-for-all": ["queries", 1],
  "memblock-undoes-the-last": ["refusal-writes", 2],
  "memblock-unites-with-one": ["audit", 3],
  "free-list-forgets-to-merge": ["audit", 2],
  "free-list-loops": ["audit", 2],
  "free-list-walks-its-head": ["observer-writes", 1],
  "pages-allocs-from-the-top": ["lowest-first", 1],
  "pages-borrows-nothing": ["borrow/empty", 1],
  "pages-borrows-outside": ["borrow/out-of-range", 1],
  "pages-borrows-unaligned": ["borrow/misaligned", 2],
  "pages-drops-nothing": ["drop/empty", 1],
  "pages-drops-outside": ["drop/out-of-range", 1],
  "pages-drops-unaligned": ["drop/misaligned", 3],
  "pages-ends-boot-twice": ["end-boot/boot-over", 2],
  "pages-frees-from-inside": ["free/interior", 2],
  "pages-frees-outside": ["free/out-of-range", 1],
  "pages-frees-unaligned": ["free/misaligned", 2],
  "pages-reserves-late": ["reserve/boot-over", 2],
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
  "zeroing-poisons-at-drop": ["observed-contents", 5],
  "zeroing-frees-protected": ["protected-kept", 3],
  "zeroing-clears-protected": ["observed-contents", 4],
  "edges-round-outward": ["observed-kind", 2],
  "edges-round-inward": ["observed-kind", 2],
  "claims-unite": ["observed-kind", 3],
  "capabilities-marks-nothing": ["touch/stale-handle", 3],
  "quarantine-allocs-early": ["alloc/clean-frame", 3],
  "quarantine-gives-handles-early": ["alloc-handle/clean-frame", 3],
  "quarantine-allocs-raw-early": ["alloc-raw/clean-frame", 3],
  "lender-derives-from-nothing": ["derive/no-such-slice", 1],
  "lender-stashes-nothing": ["stash/no-such-slice", 1],
  "lender-unstashes-nothing": ["unstash/no-such-slice", 1],
  "lender-leaks-nothing": ["leak/no-such-slice", 1],
  "lender-inserts-nothing": ["insert/no-such-slice", 1],
  "lender-evicts-nothing": ["evict/no-such-slice", 1],
  "lender-copies-nothing": ["copy/no-such-slice", 1],
  "capabilities-never-runs-out": ["alloc-handle/exhausted", 2],
  "capabilities-holds-unreserved": ["hold/not-reserved", 1],
  "capabilities-holds-across-owners": ["hold/mixed-owners", 3],
  "capabilities-exposes-unreserved": ["expose/not-reserved", 1],
  "capabilities-touches-nothing": ["touch/no-such-handle", 1],
  "capabilities-touches-stale": ["touch/stale-handle", 3],
  "capabilities-frees-nothing": ["free-handle/no-such-handle", 1],
  "capabilities-frees-reserved": ["free-handle/reserved", 3],
  "capabilities-forgets-nothing": ["forget/no-such-handle", 1],
  "zeroing-protects-unreserved": ["protect/not-reserved", 1],
  "zeroing-never-runs-out": ["alloc-raw/exhausted", 2],
  "zeroing-loads-unreserved": ["load/not-reserved", 1],
  "zeroing-writes-free": ["write/already-free", 1],
  "zeroing-writes-reserved": ["write/reserved", 2],
  "zeroing-poisons-unreserved": ["poison/not-reserved", 1],
  "capabilities-answers-the-first": ["alloc-handle/free-frame", 2],
  "zeroing-answers-the-first": ["alloc-raw/free-frame", 2],
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
  const sound = soundVersionOf(allocatorNamed(counterexample.allocator ?? ""));
  if (sound === undefined) throw new Error("no sound version");
  const now = replay(counterexample, sound, contractNamed(counterexample.contract));
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
  const { scope, rule } = was.counterexample;
  // What is left for later is watched for in the self-test alone.
  const run = runToEnd({ definition, scope, selfTest: rule === "deferred" });
  const [found, ...more] = run.counterexamples;
  expect(more).toEqual([]);
  if (found === undefined) throw new Error("nothing found");
  const directory = temporaryDirectory();
  const file = saveCounterexample(directory, found);
  expect(readdirSync(directory)).toEqual([basename(was.file)]);
  expect(readFileSync(file, "utf8")).toBe(readFileSync(was.file, "utf8"));
});
