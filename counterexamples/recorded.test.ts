/** The recorded counterexamples: one for each faulty allocator, each as short as it can be. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";
import { contractNamed } from "../cli/targets/by-name.js";
import { allocatorNamed } from "../cli/targets/names.js";
import { ALLOCATORS, soundVersionOf } from "../impl/registry.js";
import { DEFERRED } from "../properties/answers.js";
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

/** What only sampling sees is seen where it is drawn; the trace is the least all the same. */
const SAMPLED: readonly string[] = ["hidden-state", "nondeterministic", "scrub-matters"];

test.each(returning)("$counterexample.allocator: a check records the same file today", (was) => {
  const definition = allocatorNamed(was.counterexample.allocator ?? "");
  const { scope, rule, steps } = was.counterexample;
  const selfTest = rule === DEFERRED.id; // no search sees what comes after the answer
  const run = runToEnd({ definition, scope, selfTest });
  expect(run).toMatchObject({ verdict: "broken", stoppedBy: "finding" });
  if (selfTest) expect(run.depth).toBe(0);
  else if (SAMPLED.includes(rule)) expect(run.depth).toBeGreaterThanOrEqual(steps.length);
  else expect(run.depth).toBe(steps.length);
  const [found, ...more] = run.counterexamples;
  expect(more).toEqual([]);
  if (found === undefined) throw new Error("nothing found");
  const directory = temporaryDirectory();
  const file = saveCounterexample(directory, found);
  expect(readdirSync(directory)).toEqual([basename(was.file)]);
  expect(readFileSync(file, "utf8")).toBe(readFileSync(was.file, "utf8"));
});
