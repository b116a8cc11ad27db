import fc from "fast-check";
import { expect, test } from "vitest";
import { Ring, ringMemory, ringWords } from "./ring.js";

test("what is put in comes out in its order, once published, over many rounds", () => {
  const memory = ringMemory(1 << 18);
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
  const memory = ringMemory(1 << 18);
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

test("rings take no more memory than is needed, and the longest states have a place in each", () => {
  expect(ringWords(2)).toBe(1 << 18);
  expect(64 * 63 * ringWords(64 * 63)).toBeLessThanOrEqual(1 << 24);
  expect(4 * 2 * ringWords(2, 1 << 20)).toBeLessThanOrEqual(1 << 20);
  const words = 20_000; // 64 kB of bytes, and the specification's part
  const memory = ringMemory(ringWords(64 * 63));
  const [writer, reader] = [new Ring(memory, words), new Ring(memory, words)];
  let put = 0;
  while (writer.put(new Int32Array(words).fill(put), 0)) put++;
  writer.publish();
  expect(put).toBe(3);
  const target = new Int32Array(3 * words);
  expect(reader.take(target, 3)).toBe(3);
  expect([target[0], target[words - 1], target[words], target[3 * words - 1]]).toEqual([0, 0, 1, 2]);
});
