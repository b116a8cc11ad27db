import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "../testing/read.js";
import { plotOf, searchesIn } from "./plot.js";
import { table } from "./results.js";

const page = `# Page

${table(
  ["scope", "states", "seconds", "peak, MB", "states and table, MB"],
  [
    ["7/1/4", "372,968", "0.5", "90", "9"],
    ["7/1/3", "108,885", "0.125", "80", "3"],
    ["8/1/3", "500,000", "0.5", "80", "3"],
  ],
)}

${table(["figure", "measured"], [["speed", "1"]])}
`;

test("searches of one kind are read from the tables that tell of some, in order of their states", () => {
  expect(searchesIn(page)).toEqual([
    { states: 108_885, seconds: 0.125, peak: 80, set: 3 },
    { states: 372_968, seconds: 0.5, peak: 90, set: 9 },
  ]);
});

test("the plot has a point for each, and colours for light and dark", () => {
  const svg = plotOf(searchesIn(page));
  expect(svg.match(/<circle/g)).toHaveLength(6);
  expect(svg).toContain("prefers-color-scheme: dark");
  expect(svg).not.toContain("NaN");
  expect(() => plotOf([])).toThrow("two searches");
});

test("the plot in docs is drawn from the results that lie beside the bench", () => {
  const results = `${ROOT}bench/RESULTS.md`;
  expect(existsSync(results)).toBe(true);
  expect(readFileSync(`${ROOT}docs/scaling.svg`, "utf8")).toBe(
    plotOf(searchesIn(readFileSync(results, "utf8"))),
  );
});
