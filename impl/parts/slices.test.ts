import fc from "fast-check";
import { expect, test } from "vitest";
import { LiveSlices } from "./slices.js";

const ROOM = 6;
const range = fc.record({ start: fc.nat(3), count: fc.integer({ min: 1, max: 3 }) });
const steps = fc.array(fc.record({ range, add: fc.boolean() }), { maxLength: 60 });

test("it is a bag of ranges, and the same bag always has the same bytes", () => {
  const bytesOf = new Map<string, string>();
  const property = fc.property(steps, (walk) => {
    const bytes = new Uint8Array(2 * ROOM);
    const slices = new LiveSlices(bytes);
    const bag: string[] = [];
    for (const {
      range: { start, count },
      add,
    } of walk) {
      const name = `${start}+${count}`;
      const i = bag.indexOf(name);
      if (!add) {
        expect(slices.remove(start, count)).toBe(i >= 0);
        if (i >= 0) bag.splice(i, 1);
      } else if (bag.length < ROOM) {
        slices.add(start, count);
        bag.push(name);
      }
      expect([...slices.ranges()].map((slice) => `${slice.start}+${slice.count}`).sort()).toEqual(bag.sort());
      const known = bytesOf.get(bag.join(" ")) ?? bytes.join();
      expect(bytes.join()).toBe(known);
      bytesOf.set(bag.join(" "), known);
    }
  });
  fc.assert(property, { numRuns: 200 });
});

test("a slice overlaps the ranges it shares a frame with, and touching is not overlapping", () => {
  const slices = new LiveSlices(new Uint8Array(4));
  slices.add(2, 2);
  const overlapped = [0, 1, 2, 3, 4, 5].flatMap((start) =>
    [1, 2, 3].filter((count) => slices.overlap(start, count)).map((count) => `${start}+${count}`),
  );
  expect(overlapped).toEqual(["0+3", "1+2", "1+3", "2+1", "2+2", "2+3", "3+1", "3+2", "3+3"]);
});

test("one slice more than the scope allows is a fault of the caller", () => {
  const slices = new LiveSlices(new Uint8Array(2));
  slices.add(0, 1);
  expect(() => slices.add(1, 1)).toThrow("more slices than the scope allows");
});
