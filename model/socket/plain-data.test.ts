import { expect, test } from "vitest";
import { plainData } from "./plain-data.js";

const cycle: { self?: unknown } = {};
cycle.self = cycle;
const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 1);
const wide = Array.from({ length: 20_000 }, () => 1);
const boom = {
  get targets(): unknown {
    throw new Error("boom");
  },
};

test("data is copied, and what is undefined left out", () => {
  const data = { targets: [{ module: "a", scope: { frames: 2 } }], reporters: undefined, ok: true, no: null };
  expect(plainData(data, "it")).toEqual({ targets: data.targets, ok: true, no: null });
  expect(Object.keys(plainData(data, "it") as object)).not.toContain("reporters");
});

test.each<readonly [string, unknown, string]>([
  ["a cycle", cycle, "it: its default export has more than 20 levels, or holds itself"],
  ["deep nesting", deep, "it: its default export has more than 20 levels, or holds itself"],
  ["many values", wide, "it: its default export has more than 10000 entries"],
  ["a bigint", { targets: [{ suspicion: 1n }] }, "it: targets.0.suspicion is 1"],
  ["a function", { a: () => 0 }, "it: a is a function"],
  ["a symbol", { a: Symbol("s") }, "it: a is Symbol(s)"],
])("%s is none", (_, value, says) => {
  expect(() => plainData(value, "it")).toThrow(says);
});

test("a getter that throws is told with its place, a proxy is not asked", () => {
  expect(() => plainData(boom, "it")).toThrow("it: its default export threw Error: boom");
  expect(() => plainData(new Proxy({}, {}), "it")).toThrow("is an object that cannot be shown");
});
