import fc from "fast-check";
import { expect, test } from "vitest";
import { Recent } from "./recent.js";
import { hashOf } from "./visited.js";

test("only what was sifted before is passed over, and what is chosen comes with its hash", () => {
  const word = fc.integer({ min: 0, max: 2 });
  const states = fc
    .integer({ min: 1, max: 5 })
    .chain((words) => fc.array(fc.array(word, { minLength: words, maxLength: words }), { minLength: 1 }));
  const property = fc.property(states, fc.integer({ min: 1, max: 9 }), ([known = [], ...rest], batch) => {
    const words = known.length;
    const recent = new Recent(words, Int32Array.from(known));
    const before = new Set([known.join()]);
    for (let first = 0; first < rest.length; first += batch) {
      const some = rest.slice(first, first + batch);
      const source = Int32Array.from(some.flat());
      const count = recent.sift(source, some.length);
      const chosen = [...recent.chosen.subarray(0, count)];
      expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
      some.forEach((state, i) => {
        const n = chosen.indexOf(i);
        if (n < 0) expect(before).toContain(state.join());
        else expect(recent.hashes[n]).toBe(hashOf(source, i * words, words));
        before.add(state.join());
      });
    }
  });
  fc.assert(property);
});

test("what was sifted just now is passed over, and what begins as zeros is not known for that", () => {
  const recent = new Recent(2, Int32Array.of(7, 7));
  const source = Int32Array.of(0, 0, 7, 7, 0, 0, 1, 0);
  expect(recent.sift(source, 4)).toBe(2);
  expect([...recent.chosen.subarray(0, 2)]).toEqual([0, 3]);
  expect(recent.sift(source, 4)).toBe(0);
});

test("a place that another state has taken knows the one before no more", () => {
  const recent = new Recent(1, Int32Array.of(-1));
  const many = Int32Array.from({ length: 200_000 }, (_, i) => i);
  expect(recent.sift(many, many.length)).toBe(many.length);
  const again = recent.sift(many, many.length);
  expect(again).toBeGreaterThan(many.length / 2);
  expect(again).toBeLessThan(many.length);
});
