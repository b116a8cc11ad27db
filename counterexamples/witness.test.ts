/** A witness is a trace that keeps its rule: it replays like any other, and says so. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bitmap } from "../impl/frames/bitmap.js";
import { ALLOCATORS } from "../impl/registry.js";
import { STRICT } from "../model/contracts/named.js";
import type { Counterexample, TraceStep } from "../model/trace/trace.js";
import { inProcess } from "../testing/in-process.js";
import { ROOT } from "../testing/read.js";
import { accepted, borrow, counterexample, release, reserve } from "../testing/samples.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { fileText } from "./file-text.js";
import { replay } from "./replay.js";

const refusal: TraceStep = { command: release(0, 1), answer: { kind: "refused", reason: "live-slice" } };
const witness: Counterexample = counterexample({
  format: "allocheck-witness",
  allocator: "bitmap",
  steps: [accepted(reserve(0, 1)), accepted(borrow(0, 1)), refusal],
  rule: "release/live-slice",
  expected: "refused: live-slice",
  found: "refused: live-slice",
});

test("it is kept where every answer is as recorded, the last one too", () => {
  expect(replay(witness, bitmap, STRICT)).toEqual({
    fate: "kept",
    step: 3,
    rule: null,
    detail: "release/live-slice is kept as recorded",
  });
  const silent: TraceStep = { ...refusal, answer: { kind: "refused" } };
  const other = { ...witness, steps: [...witness.steps.slice(0, -1), silent] };
  expect(replay(other, bitmap, STRICT)).toMatchObject({ fate: "differs", step: 3 });
});

test("an allocator that breaks the rule breaks it in a replay", () => {
  const faulty = ALLOCATORS.find(({ name }) => name === "bitmap-ignores-slices") ?? bitmap;
  expect(replay(witness, faulty, STRICT)).toMatchObject({ fate: "breaks", rule: witness.rule });
});

test("allocheck replay takes it, and fails where a broken one is expected", async () => {
  const file = join(temporaryDirectory(), "witness.json");
  writeFileSync(file, fileText(witness));
  const { code, stdout } = await inProcess(["replay", file]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `${file}  on bitmap\n  keeps its rule at step 3 of 3\n  release/live-slice is kept as recorded\n`,
  });
  expect(await inProcess(["replay", file, "--expect", "broken"])).toMatchObject({ code: 1 });
  expect(await inProcess(["replay", file, "--on", "bitmap-ignores-slices"])).toMatchObject({ code: 1 });
});

test("several are told of together", async () => {
  const files = ["release-live-slice", "alloc-free-frame"].map((name) => {
    return join(ROOT, `docs/witnesses/${name}.json`);
  });
  const { code, stdout } = await inProcess(["replay", ...files]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/\n2 traces: 2 keep their rules\n$/);
});
