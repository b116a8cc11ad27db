import fc from "fast-check";
import { expect, test } from "vitest";
import { columnsOf, fill, hanging, wrap } from "./wrap.js";

test("wrapping keeps every word and at most 78 characters a line", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, (some) => {
      const lines = wrap(some.join(" "));
      expect(lines.join(" ")).toBe(some.join(" "));
      for (const [i, line] of lines.entries()) {
        expect(line.length).toBeLessThanOrEqual(78);
        // No line breaks before it must.
        const next = lines[i + 1]?.split(" ")[0];
        if (next !== undefined) expect(line.length + 1 + next.length).toBeGreaterThan(78);
      }
    }),
  );
  expect(wrap("x".repeat(100))).toEqual(["x".repeat(100)]);
});

test("line breaks of the text itself are blanks like others", () => {
  expect(wrap("a\nb\t c ")).toEqual(["a b c"]);
  expect(wrap("")).toEqual([""]);
});

test("parts stay whole", () => {
  expect(fill(["one a", "two b", "three c"], "   ", 14)).toEqual(["one a   two b", "three c"]);
});

test("the later lines of a text stand under its first", () => {
  const text = `${"word ".repeat(14)}end`;
  expect(hanging("label     ", text)).toEqual([
    `label     ${"word ".repeat(13).trim()}`,
    "          word end",
  ]);
  expect(hanging("> ", "a b", { paint: (line) => `<${line}>` })).toEqual(["> <a b>"]);
});

test("a terminal that was never told its size says 0, and is taken for 80 columns", () => {
  expect([undefined, 0, 132].map(columnsOf)).toEqual([80, 80, 132]);
});
