/** A thousand random failures, each reduced to a shortest trace. */
import { expect, test } from "vitest";
import { BITMAP_FAULTS } from "../../impl/faulty/bitmap-faults.js";
import { reducedLengths } from "../../testing/random-failures.js";

test("of 1,000 random failures each is reduced to the least, in less than a second", () => {
  const pinsOnce = BITMAP_FAULTS.find(({ name }) => name === "bitmap-pins-once")!;
  const reduced = reducedLengths(pinsOnce, 16, 1000);
  expect(reduced.filter(({ length }) => length !== 5)).toEqual([]);
  const times = reduced.map(({ seconds }) => seconds).sort((a, b) => a - b);
  expect(times[500]).toBeLessThan(1);
  const from = reduced.map(({ from }) => from).sort((a, b) => a - b);
  console.log(
    `reduced: from ${from[0]} to ${from.at(-1)} commands, median ${from[500]}; median ${times[500]} s`,
  );
}, 1_800_000);
