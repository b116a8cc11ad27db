import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "./read.js";

const readme = readFileSync(`${ROOT}README.md`, "utf8");

/** The console blocks of a page: a line `$ npx allocheck ...` and what it prints. */
function blocksOf(text: string) {
  return [...text.matchAll(/```console\n\$ npx allocheck (.*)\n([\s\S]*?)```/g)].map((match) => ({
    args: match[1] ?? "",
    printed: match[2] ?? "",
  }));
}
const blocks = blocksOf(readme);
const inCi = blocksOf(readFileSync(`${ROOT}docs/ci.md`, "utf8"));

/** Durations differ from run to run, and so does the room before them. */
const settle = (text: string) => text.replace(/ *\d+\.\d+ s\b/g, " N s");

test("the pages have their blocks", () => {
  expect(inCi.map(({ args }) => args.split(" ").length)).toEqual([3, 3]);
  expect(blocks.map(({ args }) => args.split(" ")[0])).toEqual(["check", "check", "replay"]);
});

test.each([...blocks, ...inCi])("a block is what allocheck $args prints", ({ args, printed }) => {
  const { stdout } = spawnSync(process.execPath, [`${ROOT}dist/cli/main.js`, ...args.split(" ")], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(settle(stdout)).toBe(settle(printed));
});

test("the scripts the README names exist", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const [, script] of readme.matchAll(/npm (?:run )?(check|test|bench|nightly)\b/g))
    expect(scripts).toHaveProperty(script ?? "");
});
