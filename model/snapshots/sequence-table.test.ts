import { expect, test } from "vitest";
import { WordTable } from "./sequence-table.js";

/** What the hash of two words is before the second comes in. */
function hashed(first: number): number {
  const product = Math.imul(2 ^ first, 0x9e3779b1);
  return product ^ (product >>> 15);
}

test("sequences of one hash have numbers of their own", () => {
  const table = new WordTable();
  // The second word makes up for the first.
  const alike = [7, 8, 9].map((first) => Int32Array.of(first, hashed(first) ^ 1234));
  expect(alike.map((words) => table.numberOf(words, 2))).toEqual([0, 1, 2]);
  expect(alike.map((words) => table.numberOf(words, 2))).toEqual([0, 1, 2]);
});

test("the first word that differs is told, and so is where the shorter one ends", () => {
  const table = new WordTable();
  const number = table.numberOf(Int32Array.of(1, 2, 3), 3);
  const differs = (...words: readonly number[]) =>
    table.differenceAt(number, Int32Array.from(words), words.length);
  expect([differs(1, 2, 3), differs(1, 5, 3), differs(1, 2), differs(1, 2, 3, 4)]).toEqual([-1, 1, 2, 3]);
});
