import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../testing/read.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { tablesIn } from "./results.js";

function bench(...args: readonly string[]) {
  return spawnSync(process.execPath, [`${ROOT}dist/bench/main.js`, ...args], { encoding: "utf8" });
}

test("the quick bench measures everything, prints it and writes it", () => {
  const directory = temporaryDirectory();
  const [out, plot] = [join(directory, "results.md"), join(directory, "plot.svg")];
  const { status, stdout, stderr } = bench("--quick", "--out", out, "--plot", plot);
  expect(stderr).toContain("round 1 of 1");
  expect(stderr.split("\n").filter((line) => !/: round 1 of 1|: compiling|states$/.test(line))).toEqual([""]);
  expect(status).toBe(0);
  expect(readFileSync(out, "utf8")).toBe(stdout);
  expect(readFileSync(plot, "utf8")).toContain("<svg");
  for (const title of [
    "a floor",
    "bytes decide",
    "Spin",
    "fast-check",
    "work grows",
    "Memory",
    "Two workers",
    "A module of C",
    "Several CPUs",
  ])
    expect(stdout).toMatch(new RegExp(`^## .*${title}`, "m"));
  const ratios = tablesIn(stdout)
    .flat()
    .filter(({ ratio }) => ratio !== undefined);
  expect(ratios.length).toBeGreaterThan(1);
  for (const { ratio } of ratios) expect(ratio).toMatch(/^\d+\.\d+$/);
});

test("what it cannot measure it names", () => {
  const { status, stderr } = bench("--only", "fish");
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringContaining("there is no comparison fish"),
  });
  expect(bench("--rounds", "0").status).toBe(2);
  expect(bench("--help").stdout).toContain("Examples:");
});
