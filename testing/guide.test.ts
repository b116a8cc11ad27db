/** docs/your-allocator.md, followed word for word in an empty folder, from the package as published. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { plainEnv } from "./cli.js";
import { packed } from "./packed.js";
import { ROOT } from "./read.js";
import { temporaryDirectory } from "./temporary.js";

/** The blocks of the page with their language, the file they are, and their text. */
const guide = readFileSync(`${ROOT}docs/your-allocator.md`, "utf8");
const blocks = [...guide.matchAll(/^```(\w+)(?: title="(.*)")?\n([\s\S]*?)^```$/gm)].map((match) => ({
  language: match[1] ?? "",
  file: match[2] ?? "",
  text: match[3] ?? "",
}));

/** Durations differ from run to run. */
const settle = (text: string) => text.replace(/\d+\.\d+ s\b/g, "N s");

function run(directory: string, command: string) {
  const env = plainEnv();
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
    cwd: directory,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** Runs a command that is to succeed. */
function succeed(directory: string, command: string): void {
  const { status, stdout, stderr } = run(directory, command);
  expect(status, `${command}\n${stdout}\n${stderr}`).toBe(0);
}

/** What a console block shows after each of its commands is what comes out. */
function compare(directory: string, text: string): void {
  let code: number | null = 0;
  for (const part of text.split(/^\$ /m).slice(1)) {
    const end = part.indexOf("\n");
    const [command, shown] = [part.slice(0, end), part.slice(end + 1)];
    if (command === "echo $?") {
      expect(`${code}\n`).toBe(shown);
      continue;
    }
    const { status, stdout } = run(directory, command);
    expect(settle(stdout)).toBe(settle(shown));
    code = status;
  }
}

function write(directory: string, file: string, text: string): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), text);
}

/** Does to a file what a block of lines with - and + says. */
function edit(directory: string, file: string, text: string): void {
  const lines = text.trimEnd().split("\n");
  const side = (left: string) =>
    lines
      .filter((line) => line[0] !== left)
      .map((line) => line.slice(1))
      .join("\n");
  const before = readFileSync(join(directory, file), "utf8");
  expect(before.split(side("+"))).toHaveLength(2);
  writeFileSync(
    join(directory, file),
    before.replace(side("+"), () => side("-")),
  );
}

test("the guide leads from an empty folder to red, to green, to CI", { timeout: 300_000 }, () => {
  expect(blocks.map(({ language }) => language)).toEqual(
    "sh ts ts console console diff console ts sh ts sh yaml ts ts ts ts ts ts console".split(" "),
  );
  const directory = temporaryDirectory();
  const tarball = packed(directory);
  for (const { language, file, text } of blocks) {
    const published = text.replace("npm install --save-dev allocheck ", `npm install --save-dev ${tarball} `);
    if (language === "console") compare(directory, text);
    else if (language === "diff") edit(directory, file, text);
    else if (language === "sh") succeed(directory, `set -e\n${published}`);
    else write(directory, file, text);
    if (language === "yaml")
      for (const [, command] of text.matchAll(/- run: (.*)$/gm)) succeed(directory, command ?? "");
  }
});
