/** Mistakes that real systems made, each as the trace of a faulty allocator that makes the same one. */
import { expect, test } from "vitest";
import { allocatorNamed, contractNamed } from "../cli/names.js";
import { ALLOCATORS } from "../impl/registry.js";
import { ROOT } from "../testing/read.js";
import { readCounterexamples } from "./files.js";
import { replay } from "./replay.js";

const recorded = readCounterexamples([`${ROOT}counterexamples/history`]).map(
  ({ counterexample }) => counterexample,
);

/** Where each happened, the rule it breaks, and after how many commands. */
const HISTORY = [
  ["421520ba9829 (ARM 8167/1", "observed-kind", 3],
  ["partial revert of 421520ba9829", "observed-kind", 2],
  ["#3899", "borrow/not-reserved", 1],
  ["eduOS-rs #46", "touch/stale-handle", 4],
  ["8a5a75e5e9e5", "reserve/overlaps-reserved", 2],
  ["54c7a8916a88", "release/legal", 4],
  ["Limine #384", "protected-kept", 4],
  ["tock #2369", "load/live-slice", 3],
  ["uefi-rs #685", "release/leaked", 4],
] as const;

test("every one of them says where it happened, and there is no other", () => {
  expect(recorded).toHaveLength(HISTORY.length);
  for (const [where] of HISTORY)
    expect(recorded.filter(({ origin }) => origin?.includes(where))).toHaveLength(1);
});

test.each(HISTORY)("%s breaks %s after %i commands, and not in the sound version", (where, rule, length) => {
  const was = recorded.find(({ origin }) => origin?.includes(where))!; // the test above
  const contract = contractNamed(was.contract);
  const name = was.allocator ?? "";
  expect(was.rule).toBe(rule);
  const now = replay(was, allocatorNamed(name), contract);
  expect(now).toMatchObject({ fate: "breaks", step: length, rule });
  expect(now.detail).toContain(was.expected);
  expect(now.detail).toContain(was.found);
  const sound = ALLOCATORS.find((each) => each.class === "sound" && name.startsWith(`${each.name}-`))!;
  expect(replay(was, sound, contract).fate).toBe("fixed");
});
