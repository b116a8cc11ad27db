import { expect, test } from "vitest";
import { Specification } from "../specification/specification.js";
import { counterexampleSchema } from "../trace/trace-schema.js";
import { BOUND_IDS, BOUNDS, FURTHER_BOUND_IDS, MOST_SAMPLED_FRAMES } from "./bounds.js";
import { frameMask, rangeNumber, rangesOf } from "./ranges.js";
import { DEFAULT_SCOPE, describeScope, MODULE_IDS, type ModuleId, scopeOf } from "./scope.js";

test("a range's number is its place among all ranges, for every number of frames", () => {
  for (let frames = BOUNDS.frames.least; frames <= BOUNDS.frames.most; frames++) {
    const ranges = rangesOf(frames);
    expect(ranges.length).toBe((frames * (frames + 1)) / 2);
    for (const [number, range] of ranges.entries())
      if (rangeNumber(frames, range) !== number) expect({ frames, range, number }).toBe("numbered alike");
  }
});

test("32 frames have 528 ranges, and the most frames as many as fit 16 bits", () => {
  expect(rangesOf(32).length).toBe(528);
  expect(rangesOf(BOUNDS.frames.most).length).toBeLessThan(2 ** 16);
  expect(BOUNDS.owners.most).toBeLessThan(253); // an owner's number must not look like UNKNOWN
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
  for (const bound of BOUND_IDS) {
    const { least } = BOUNDS[bound];
    // Traces of pools that are too large to explore are recorded too.
    const most = bound === "frames" ? MOST_SAMPLED_FRAMES : BOUNDS[bound].most;
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

test("a bound is of the module that reads it: it says nothing where that is not in force", () => {
  const small = { frames: 1, owners: 1, slices: 1 };
  const laidOut = (modules: readonly ModuleId[], bounds: object) => {
    const { commands, layout } = new Specification(scopeOf({ ...small, ...bounds, modules }));
    return JSON.stringify([commands, layout.words, [...layout.places]]);
  };
  const isRead = (name: (typeof FURTHER_BOUND_IDS)[number], modules: readonly ModuleId[]) =>
    laidOut(modules, { [name]: BOUNDS[name].least }) !== laidOut(modules, { [name]: BOUNDS[name].most });
  const read = FURTHER_BOUND_IDS.filter((name) => {
    const { of } = BOUNDS[name];
    if (of === null) return isRead(name, ["core"]);
    const others = MODULE_IDS.filter((id) => !scopeOf({ modules: [id] }).modules.includes(of));
    expect({ name, isRead: isRead(name, others) }).toEqual({ name, isRead: false });
    return isRead(name, [of]);
  });
  // When an array grows shows in no layout, and how many bits a generation has is for allocators alone.
  expect(read).toEqual(["units", "windowAt", "nodes", "handles", "sharers", "zones"]);
});
