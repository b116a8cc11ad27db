/** Whatever random sequence breaks a rule, what it is reduced to is a shortest one. */
import { expect, test } from "vitest";
import { BITMAP_FAULTS } from "../../impl/faulty/bitmap-faults.js";
import { reducedLengths } from "../../testing/random-failures.js";
import { ddmin } from "./ddmin.js";

test("ddmin leaves what is needed, and each of it", () => {
  const whole = Array.from({ length: 100 }, (_, i) => i);
  const needed = [3, 41, 42, 97];
  const fails = (some: readonly number[]) => (needed.every((i) => some.includes(i)) ? some : null);
  expect(ddmin(whole, fails)).toEqual(needed);
  expect(ddmin(whole, () => null)).toEqual(whole);
});

test.each([
  ["bitmap-pins-once", 5],
  ["bitmap-drops-by-start", 3],
  ["bitmap-never-runs-out", 2],
  ["bitmap-borrows-across-owners", 3],
])("of random failures of %s each is reduced to the %i commands that are the least", (name, least) => {
  const definition = BITMAP_FAULTS.find((fault) => fault.name === name)!;
  expect(new Set(reducedLengths(definition, 16, 8).map(({ length }) => length))).toEqual(new Set([least]));
});
