/** Rows keep their numbers however many there are: those of other lengths, and those that share a place. */
import { expect, test } from "vitest";
import { NumberedRows } from "./numbered-rows.js";

test("each row has a number of its own, and the same whenever it is asked", () => {
  const rows = new NumberedRows();
  const all = Array.from({ length: 3000 }, (_, i) =>
    Int32Array.from({ length: i % 5 }, (_v, w) => (i >> 3) - w),
  );
  const told = new Map<string, number>();
  for (const row of [...all, ...all]) {
    const next = rows.count;
    const number = rows.numberOf(row);
    const text = row.join();
    expect(number).toBe(told.get(text) ?? next);
    told.set(text, number);
    expect(rows.row(number)).toEqual(row);
  }
  expect(rows.count).toBe(told.size);
  const long = new Int32Array(100_000).fill(7);
  expect([rows.numberOf(long), rows.numberOf(long), rows.numberOf(long, 1)]).toEqual([
    told.size,
    told.size,
    told.get("7"),
  ]);
});
