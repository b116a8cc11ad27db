import { expect, test } from "vitest";
import { counterexampleSchema } from "../trace/trace-schema.js";
import { frameMask, rangeNumber, rangesOf } from "./ranges.js";
import { DEFAULT_SCOPE, describeScope, SCOPE_LIMITS, scopeOf } from "./scope.js";

test("a range's number is its place among all ranges, for every number of frames", () => {
  for (let frames = SCOPE_LIMITS.frames.least; frames <= SCOPE_LIMITS.frames.most; frames++) {
    const ranges = rangesOf(frames);
    expect(ranges.length).toBe((frames * (frames + 1)) / 2);
    for (const [number, range] of ranges.entries())
      if (rangeNumber(frames, range) !== number) expect({ frames, range, number }).toBe("numbered alike");
  }
});

test("32 frames have 528 ranges, and the most frames as many as fit 16 bits", () => {
  expect(rangesOf(32).length).toBe(528);
  expect(rangesOf(SCOPE_LIMITS.frames.most).length).toBeLessThan(2 ** 16);
  expect(SCOPE_LIMITS.owners.most).toBeLessThan(253); // an owner's number must not look like UNKNOWN
});

test("a mask has the bits of its frames, the sign bit and the second word included", () => {
  for (const frames of [1, 31, 32, 33, 63, 64])
    for (const range of rangesOf(frames)) {
      const mask = frameMask(frames, range);
      const set = Array.from({ length: 32 * mask.length }, (_, bit) => bit).filter(
        (bit) => ((mask[bit >>> 5]! >>> (bit & 31)) & 1) === 1,
      );
      const frame = (i: number) => range.start + i;
      if (set.join() !== Array.from({ length: range.count }, (_, i) => frame(i)).join())
        expect({ frames, range, set }).toBe("the frames of the range");
    }
  expect(frameMask(32, { start: 31, count: 1 })).toEqual([1 << 31]);
  expect(frameMask(33, { start: 31, count: 2 })).toEqual([1 << 31, 1]);
});

test("the default scope is 4 frames, 2 owners, 3 slices, and one of each is singular", () => {
  expect(describeScope(DEFAULT_SCOPE)).toBe("4 frames, 2 owners, 3 slices");
  expect(describeScope({ ...DEFAULT_SCOPE, frames: 1, owners: 1, slices: 1 })).toBe(
    "1 frame, 1 owner, 1 slice",
  );
});

test("frames have several units where the modules count in them, and no more than a scope can hold", () => {
  expect(scopeOf({ frames: 2, units: 2 })).toEqual({ ...DEFAULT_SCOPE, frames: 2, units: 2 });
  expect(scopeOf({ units: 1, modules: ["blocks"] }).units).toBeUndefined();
  const whole = () => scopeOf({ frames: 2, units: 2, modules: ["blocks"] });
  expect(whole).toThrow("the module blocks counts in whole frames");
  expect(() => scopeOf({ frames: 33, units: 2 })).toThrow("33 frames of 2 units are 66 units");
});

test("a recorded scope keeps the limits: one less or one more is not read", () => {
  const { shape } = counterexampleSchema();
  expect(shape.scope.safeParse(DEFAULT_SCOPE).success).toBe(true);
  for (const bound of ["frames", "owners", "slices"] as const) {
    const { least, most } = SCOPE_LIMITS[bound];
    for (const [value, right] of [
      [least, true],
      [most, true],
      [least - 1, false],
      [most + 1, false],
      [1.5, false],
      [Number.NaN, false],
    ] as const)
      expect(shape.scope.safeParse({ ...DEFAULT_SCOPE, [bound]: value }).success).toBe(right);
  }
});
