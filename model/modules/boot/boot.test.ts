/** The packed specification of boot against a naive enumeration of it, in scopes where both are quick. */
import { expect, test } from "vitest";
import { numbersOf } from "../../../testing/commands.js";
import { expectAgreement } from "../../../testing/composed.js";
import { Specification } from "../../specification/specification.js";
import type { Command } from "../../words/commands.js";
import { FREE } from "../../words/frames.js";
import { scopeOf } from "../../words/scope.js";

const boot = (frames: number, units: number, owners = 1, slices = 1) =>
  scopeOf({ frames, units, owners, slices, modules: ["boot"] });

test("the specification and the naive model count the same", () => {
  expectAgreement(boot(1, 3));
  expectAgreement(boot(2, 2));
  expectAgreement(boot(2, 1, 2));
  expectAgreement(boot(3, 1));
}, 600_000);

// Counts alone do not tell which edge frame went: what is left is the same states, reached by other images.
test("what comes back are the frames inside, and of the edge frames those that the answer names", () => {
  const specification = new Specification(boot(3, 2));
  const numberOf = numbersOf(specification);
  const state = new Int32Array(specification.layout.words);
  const give = (command: Command, answer = 0) => {
    specification.look(state, 0);
    const c = numberOf(command);
    expect(specification.judge(c)).toBe(0);
    const after = state.slice();
    specification.effects.apply(c, answer, after, 0);
    return after;
  };
  const way: readonly Command[] = [
    { kind: "place-initrd", image: { start: 1, count: 4 } },
    { kind: "reserve-initrd" },
    { kind: "reserve", range: { start: 5, count: 1 }, owner: 1 },
    { kind: "end-boot" },
    { kind: "unpack-initrd" },
    { kind: "end-unpack", how: "failure" },
  ];
  for (const command of way) state.set(give(command));
  const left = (answer: number) => {
    const after = give({ kind: "free-initrd" }, answer);
    return Array.from({ length: 6 }, (_, unit) => specification.kindOf(after, 0, unit) !== FREE).flatMap(
      (is, unit) => (is ? [unit] : []),
    );
  };
  expect([0, 1, 2, 3].map(left)).toEqual([[1, 4, 5], [4, 5], [1, 5], [5]]);
  specification.look(state, 0);
  const free = numberOf({ kind: "free-initrd" });
  expect([0, 1, 2, 3].filter((answer) => specification.mayAnswer(free, answer))).toEqual([0, 1]);
});
