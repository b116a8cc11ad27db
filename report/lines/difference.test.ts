import fc from "fast-check";
import { expect, test } from "vitest";
import { differenceLines } from "./difference.js";

test("a difference shows what is, what should be, and two lines around it", () => {
  expect(differenceLines("a\nb\nc\nd\ne\nf", "a\nb\nc\nX\ne\nf")).toEqual([
    "@ line 2",
    "  b",
    "  c",
    "- d",
    "+ X",
    "  e",
    "  f",
  ]);
});

test("changes far from each other are told apart", () => {
  const is = Array.from({ length: 20 }, (_, i) => `${i}`);
  const should = is.filter((line) => line !== "17").map((line) => (line === "2" ? "two" : line));
  const lines = differenceLines(is.join("\n"), should.join("\n"));
  expect(lines.filter((line) => line.startsWith("@"))).toEqual(["@ line 1", "@ line 16"]);
  expect(lines.filter((line) => /^[-+]/.test(line))).toEqual(["- 2", "+ two", "- 17"]);
});

const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });

test("it is empty for equal texts alone, and tells enough to make one of the other", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const lines = differenceLines(a.join("\n"), b.join("\n"));
      expect(lines.length === 0).toBe(a.join("\n") === b.join("\n"));
      const count = (sign: string) => lines.filter((line) => line.startsWith(`${sign} `)).length;
      const length = (some: readonly string[]) => Math.max(1, some.length);
      expect(count("+") - count("-")).toBe(length(b) - length(a));
    }),
  );
});

test("a long difference is cut short, and says by how much", () => {
  const many = (word: string) => Array.from({ length: 100 }, (_, i) => `${word}${i}`).join("\n");
  const lines = differenceLines(many("a"), many("b"));
  expect(lines).toHaveLength(61);
  expect(lines.at(-1)).toBe("... and 141 lines more");
});
