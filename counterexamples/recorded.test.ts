/** The recorded counterexamples: one for each faulty allocator, each as short as it can be. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { allocatorNamed, contractNamed } from "../cli/names.js";
import { ownScopes } from "../explore/widen.js";
import { ALLOCATORS } from "../impl/registry.js";
import { DEFAULT_SCOPE } from "../model/scope.js";
import { ROOT } from "../testing/read.js";
import { runToEnd } from "../testing/run.js";
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
  "bitmap-scans-for-ever": ["hangs", 2],
  "free-list-walks-its-head": ["observer-writes", 1],
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
  const sound = ALLOCATORS.find(
    ({ class: kind, name }) => kind === "sound" && counterexample.allocator?.startsWith(`${name}-`),
  );
  if (sound === undefined) throw new Error("made from nothing sound");
  const now = replay(counterexample, sound, contractNamed(counterexample.contract));
  expect(now).toMatchObject({ fate: "fixed", rule: null, step: counterexample.steps.length });
});

test.each(returning)("$counterexample.allocator: a check records the same file today", (was) => {
  const definition = allocatorNamed(was.counterexample.allocator ?? "");
  const [scope = DEFAULT_SCOPE] = ownScopes(definition);
  const [found, ...more] = runToEnd({ definition, scope }).counterexamples;
  expect(more).toEqual([]);
  if (found === undefined) throw new Error("nothing found");
  const directory = temporaryDirectory();
  const file = saveCounterexample(directory, found);
  expect(readdirSync(directory)).toEqual([basename(was.file)]);
  expect(readFileSync(file, "utf8")).toBe(readFileSync(was.file, "utf8"));
});
