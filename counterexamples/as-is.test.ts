/** What originals as they are do that `strict` forbids: each deviation in `as-is/`, by its shortest trace. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ownScope } from "../explore/check/own-scope.js";
import { firstScope } from "../explore/rule-book/rule-scope.js";
import { ALLOCATORS } from "../impl/registry.js";
import { STRICT } from "../model/contracts/named.js";
import { scopeOf } from "../model/words/scope.js";
import { ROOT } from "../testing/read.js";
import { runToEnd } from "../testing/run.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { readCounterexamples, saveCounterexample } from "./files.js";
import { replay } from "./replay.js";

const DIRECTORY = join(ROOT, "counterexamples", "as-is");
const AS_IS = ALLOCATORS.filter((definition) => definition.class === "as-is");
const recorded = readCounterexamples([DIRECTORY]);

test("every original that differs has its deviations recorded", () => {
  expect(new Set(recorded.map(({ counterexample }) => counterexample.allocator))).toEqual(
    new Set(AS_IS.map(({ name }) => name)),
  );
});

describe.each(AS_IS)("$name", (definition) => {
  const files = recorded.filter(({ counterexample }) => counterexample.allocator === definition.name);

  test("a check under strict, with foreign arguments where it has no scope of its own, finds the same today", () => {
    const own = definition.scopes !== undefined;
    const scope = own
      ? firstScope(definition)
      : ownScope({ ...scopeOf({}), modules: ["core", "foreign"] }, definition);
    const { counterexamples } = runToEnd({ definition, scope, contract: STRICT, keep: "all" });
    const directory = temporaryDirectory();
    for (const found of counterexamples) saveCounterexample(directory, found);
    expect(readdirSync(directory).map((name) => join(DIRECTORY, name))).toEqual(
      files.map(({ file }) => file),
    );
    for (const { file } of files)
      expect(readFileSync(join(directory, file.slice(DIRECTORY.length)), "utf8")).toBe(
        readFileSync(file, "utf8"),
      );
  });

  test.each(files)("$counterexample.rule still breaks as recorded", ({ counterexample }) => {
    const { fate, step, rule } = replay(counterexample, definition, STRICT);
    expect({ fate, step, rule }).toEqual({
      fate: "breaks",
      step: counterexample.steps.length,
      rule: counterexample.rule,
    });
  });
});
