import { expect, test } from "vitest";
import { type Cost, costAt, nextCost } from "./predict.js";

const cost = (frames: number, states: number, tried: number, seconds = 0.01): Cost => ({
  frames,
  states,
  tried,
  seconds,
  bytes: 10 * states,
});
/** The bitmap of 1 to 5 frames with 2 owners and 3 slices, as the search counts it. */
const BITMAP = [cost(1, 10, 80), cost(2, 96, 1_824), cost(3, 772, 27_792), cost(4, 5_370, 333_088)];

test("the next size of a bitmap is predicted within a tenth", () => {
  const { frames, states, bytes } = nextCost(BITMAP);
  expect(frames).toBe(5);
  expect(states / 33_694).toBeGreaterThan(0.9);
  expect(states / 33_694).toBeLessThan(1.1);
  expect(bytes / (53_700 + 48 * (states - 5_370))).toBeCloseTo(1, 3);
});

test("a pace is measured where a size took long enough, and guessed elsewhere", () => {
  const slow = [...BITMAP.slice(0, 3), cost(4, 5_370, 333_088, 30.01)];
  const more = nextCost(slow).tried - 333_088;
  expect(nextCost(slow).seconds).toBeCloseTo(30.01 + more / ((333_088 - 27_792) / 30), 3);
  expect(nextCost(BITMAP).seconds).toBeCloseTo(0.01 + more / 2_000_000, 3);
});

test("what was explored is no guess, and further sizes follow one from the other", () => {
  expect(costAt(BITMAP, 3)).toEqual({ ...BITMAP[2], times: 1 });
  const five = nextCost(BITMAP);
  expect(costAt(BITMAP, 6)).toEqual({ ...nextCost([...BITMAP, five]), times: five.times ** 2 });
  expect(nextCost([cost(1, 4, 8)]).states).toBeGreaterThan(4);
});
