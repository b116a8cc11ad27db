/** The recorded counterexamples: one for each faulty allocator, each as short as it can be. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";
import { allocatorNamed, contractNamed } from "../cli/targets/names.js";
import { ALLOCATORS, soundVersionOf } from "../impl/registry.js";
import { ROOT } from "../testing/read.js";
import { runToEnd } from "../testing/run.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { readCounterexamples, saveCounterexample } from "./files.js";
import { replay } from "./replay.js";

const DIRECTORY = `${ROOT}counterexamples`;
const recorded = readCounterexamples([DIRECTORY]).filter(({ file }) => dirname(file) === DIRECTORY);

test("every faulty allocator has exactly one recorded counterexample", () => {
  const faulty = ALLOCATORS.filter((definition) => definition.class === "faulty");
  expect(recorded.map(({ counterexample }) => counterexample.allocator).sort()).toEqual(
    faulty.map(({ name }) => name).sort(),
  );
});

/** Without what never returns: a test that can end it has it. */
const returning = recorded.filter(({ counterexample }) => counterexample.rule !== "hangs");

test.each(returning)(
  "$counterexample.allocator still breaks, where and as recorded",
  ({ counterexample }) => {
    const { allocator, contract, rule, steps } = counterexample;
    const now = replay(counterexample, allocatorNamed(allocator ?? ""), contractNamed(contract));
    expect(now).toMatchObject({ fate: "breaks", step: steps.length, rule });
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
