/** Mistakes that real systems made, each as the trace of a faulty allocator that makes the same one. */
import { basename } from "node:path";
import { expect, test } from "vitest";
import { contractNamed } from "../cli/targets/by-name.js";
import { allocatorNamed } from "../cli/targets/names.js";
import { soundVersionOf } from "../impl/registry.js";
import { ROOT } from "../testing/read.js";
import { readCounterexamples } from "./files.js";
import { HISTORY } from "./history.js";
import { replay } from "./replay.js";

const recorded = readCounterexamples([`${ROOT}counterexamples/history`]);

test("every file is in the list as it is, and says where it happened", () => {
  const told = recorded.map(({ file, counterexample: { origin, allocator, rule, steps } }) => {
    return { file: basename(file, ".json"), origin, allocator, rule, length: steps.length };
  });
  expect(HISTORY.map(({ partOf: _, ...mistake }) => mistake)).toEqual(told);
});

test.each(HISTORY)("$origin breaks $rule after $length commands, and not in the sound version", (mistake) => {
  const { file, rule, length, allocator } = mistake;
  const was = recorded.find((each) => basename(each.file, ".json") === file)!.counterexample; // see above
  const contract = contractNamed(was.contract);
  const now = replay(was, allocatorNamed(allocator), contract);
  expect(now).toMatchObject({ fate: "breaks", step: length, rule });
  expect(now.detail).toContain(was.expected);
  expect(now.detail).toContain(was.found);
  expect(replay(was, soundVersionOf(allocatorNamed(allocator))!, contract).fate).toBe("fixed");
});
