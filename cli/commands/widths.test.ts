/** What is listed, explained and replayed keeps to the width of the terminal, also of a narrow one. */
import { afterEach, expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";

const TRACE = "counterexamples/bitmap-pins-once.release-live-slice.json";
const before = process.env["COLUMNS"];

afterEach(() => {
  if (before === undefined) delete process.env["COLUMNS"];
  else process.env["COLUMNS"] = before;
});

test.each(
  [40, 60, 78, 100].flatMap((columns) =>
    [
      ["list"],
      ["explain", "bump"],
      ["explain", "bitmap-pins-once"],
      ["replay", TRACE],
      ["replay", TRACE, TRACE, "--on", "bitmap"],
    ].map((args) => [columns, args] as const),
  ),
)("in %d columns: %j", async (columns, args) => {
  process.env["COLUMNS"] = `${columns}`;
  const lines = (await inProcess(args)).stdout.split("\n");
  expect(lines.length).toBeGreaterThan(3);
  // A name is not broken, and stands alone where it is too long.
  expect(lines.filter((line) => line.length > columns && /\S\s+\S/.test(line))).toEqual([]);
});
