import fc from "fast-check";
import { expect, test } from "vitest";
import { RING_BYTES, Ring } from "./ring.js";

test("what is put in comes out in its order, once published, over many rounds", () => {
  const memory = new SharedArrayBuffer(RING_BYTES);
  const words = 3;
  const [writer, reader] = [new Ring(memory, words), new Ring(memory, words)];
  const target = new Int32Array(1000 * words);
  let put = 0;
  let taken = 0;
  const step = fc.record({ write: fc.nat(40_000), read: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      for (const { write, read } of steps) {
        const from = put;
        while (put - from < write && writer.put(Int32Array.of(put, put ^ 7, ~put), 0)) put++;
        writer.publish();
        const count = reader.take(target, read);
        expect(count).toBe(Math.min(read, put - taken));
        for (let i = 0; i < count; i++, taken++)
          expect([...target.subarray(i * words, i * words + words)]).toEqual([taken, taken ^ 7, ~taken]);
      }
    }),
    { numRuns: 50 },
  );
  expect(put).toBeGreaterThan(100_000);
});

test("a full ring takes no more until something was taken out, and nothing is seen before publish", () => {
  const memory = new SharedArrayBuffer(RING_BYTES);
  const [writer, reader] = [new Ring(memory, 1), new Ring(memory, 1)];
  const one = new Int32Array(1);
  expect(writer.put(Int32Array.of(5), 0)).toBe(true);
  expect(reader.take(one, 1)).toBe(0);
  let count = 1;
  while (writer.put(Int32Array.of(count), 0)) count++;
  writer.publish();
  expect(writer.put(Int32Array.of(9), 0)).toBe(false);
  expect([reader.take(one, 1), one[0]]).toEqual([1, 5]);
  expect(writer.put(Int32Array.of(9), 0)).toBe(true);
});
