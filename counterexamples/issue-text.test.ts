import { expect, test } from "vitest";
import { alloc, counterexample, free } from "../testing/samples.js";
import { parseCounterexample } from "./validate.js";

const { scope } = counterexample();
const accepted = { kind: "accepted" };
const step = (command: unknown, answer: unknown = accepted) => ({ steps: [{ command, answer }] });

test.each([
  [{ steps: undefined }, ": steps is missing"],
  [{ seed: 7 }, ": seed is unknown"],
  [{ seed: 7, depth: 2 }, ": seed, depth are unknown"],
  [{ rule: 3 }, ": rule must be a text, not 3"],
  [{ allocator: "" }, ': allocator must be more than empty, not ""'],
  [{ steps: "none" }, ': steps must be a list, not "none"'],
  [{ steps: [3] }, " at steps: entry 0 must be an object, not 3"],
  [{ scope: { ...scope, frames: 4097 } }, " at scope: frames must be at most 4096, not 4097"],
  [{ scope: { ...scope, frames: 0 } }, " at scope: frames must be at least 1, not 0"],
  [
    { scope: { ...scope, modules: ["bocks"] } },
    / at scope\.modules: entry 0 must be one of core, blocks, .*, rootfs, not "bocks"; /,
  ],
  [{ scope: { ...scope, modules: [] } }, " at scope: modules must be more than empty, not []"],
  [{ scope: { ...scope, initial: undefined } }, " at scope: initial is missing"],
  [step(undefined), " at steps.0: command is missing"],
  [step({}), " at steps.0.command: kind is missing"],
  [step(null), " at steps.0: command must be an object, not null"],
  [step({ kind: "reserve", range: { start: 0, count: 1 } }), " at steps.0.command: owner is missing"],
  [step(free(0.5)), " at steps.0.command: frame must be a whole number, not 0.5"],
  [step({ ...alloc, extra: 1 }), " at steps.0.command: extra is unknown"],
  [
    step({ kind: "seize" }),
    / at steps\.0\.command: kind must be one of reserve, release, .*, end-boot, .*, not "seize"; /,
  ],
  [
    step(alloc, { kind: "refused", reason: "tired" }),
    / at steps\.0\.answer: reason must be one of overlaps-reserved, .*, not "tired"; /,
  ],
  [
    step(alloc, { kind: "none", text: ["x".repeat(99)] }),
    ` at steps.0.answer: text must be a text, not ["${"x".repeat(38)}...`,
  ],
])("what is wrong is said in plain words, with its place: case %#", (parts, says) => {
  const text = JSON.stringify({ ...counterexample(), ...parts });
  const whole = typeof says === "string" ? `it is not a whole counterexample${says}` : says;
  expect(() => parseCounterexample(text, "it")).toThrow(whole);
});
