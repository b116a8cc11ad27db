import { expect, test } from "vitest";
import { alternate, isMet, requireCounts } from "./section.js";
import { decimal, describeSpread, ratioOf, spreadOf } from "./stats.js";

test("a spread is the middle with the ends, in any order", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
  expect(() => spreadOf([])).toThrow("nothing was measured");
  expect(describeSpread(spreadOf([3, 10, 200]), decimal)).toBe("10.0 (3.00..200)");
});

test("a ratio is taken round by round", () => {
  expect(ratioOf([2, 40, 6], [1, 10, 2])).toEqual({ median: 3, least: 2, most: 4 });
  expect(() => ratioOf([1], [1, 2])).toThrow("without a partner");
});

test("contestants take turns", async () => {
  const turns: string[] = [];
  const contestant = (name: string) => async () => turns.push(name);
  const measured = await alternate(2, { a: contestant("a"), b: contestant("b") }, () => {});
  expect(turns).toEqual(["a", "b", "a", "b"]);
  expect(measured).toEqual({ a: [1, 3], b: [2, 4] });
});

test("counts that differ are no figure", () => {
  expect(() => requireCounts("it", [{ states: 4 }, { states: 5 }], { states: 4 })).toThrow(
    "it counts 5 states, not 4",
  );
});

test("a target is met at its limit and on the right side of it", () => {
  const target = (median: number, kind: "at most" | "at least") =>
    isMet({ what: "", measured: spreadOf([median]), show: decimal, limit: { kind, value: 4 } });
  expect([target(4, "at most"), target(4.1, "at most")]).toEqual([true, false]);
  expect([target(4, "at least"), target(3.9, "at least")]).toEqual([true, false]);
});
