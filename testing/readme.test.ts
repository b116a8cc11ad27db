import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
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
const ofCi = blocksOf(readFileSync(`${ROOT}docs/ci.md`, "utf8"));
/** Such a block is what is left where somebody presses Ctrl-C. */
const isInterrupted = ({ printed }: (typeof ofCi)[number]) => printed.startsWith("^C\n");
const inCi = ofCi.filter((block) => !isInterrupted(block));

/** Durations differ from run to run, and so does the room before them. */
const settle = (text: string) => text.replace(/ *\d+\.\d+ s\b/g, " N s");

test("the pages have their blocks", () => {
  expect(ofCi.map(({ args }) => args.split(" ").length)).toEqual([3, 3, 7]);
  expect(blocks.map(({ args }) => args.split(" ")[0])).toEqual(["check", "check", "replay"]);
});

test.each([...blocks, ...inCi])("a block is what allocheck $args prints", ({ args, printed }) => {
  const { stdout } = spawnSync(process.execPath, [`${ROOT}dist/cli/main.js`, ...args.split(" ")], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(settle(stdout)).toBe(settle(printed));
});

test.each(ofCi.filter(isInterrupted))("a block is what an interrupt leaves of $args", async (block) => {
  const args = [`${ROOT}dist/cli/main.js`, ...block.args.split(" ")];
  const child = spawn(process.execPath, args, { cwd: ROOT });
  let stdout = "";
  child.stdout.on("data", (text) => {
    stdout += String(text);
  });
  // At its first levels it would say other words: a first line of progress may be of any.
  let stderr = "";
  while (!/ level [4-9] /.test(stderr)) stderr += String((await once(child.stderr, "data"))[0]);
  child.kill("SIGINT");
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(130);
  // How far it came differs, and so do the columns and lines that the figures take.
  const settled = (text: string) => text.replace(/[\d,.]*\d/g, "N").replace(/\s+/g, " ");
  expect(settled(stdout)).toBe(settled(block.printed.slice("^C\n".length)));
});

test("the scripts the README names exist", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const [, script] of readme.matchAll(/npm (?:run )?(check|test|bench|nightly)\b/g))
    expect(scripts).toHaveProperty(script ?? "");
});
