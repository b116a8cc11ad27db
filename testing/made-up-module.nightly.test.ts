/** The types of the made-up module: the compiler asks for the second line, and is content with both. */
import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copySources, type Line, sourcesOf } from "./house-copy.js";
import { ASKED_FOR, FILES, LISTED } from "./made-up-module.js";
import { ROOT } from "./read.js";
import { temporaryDirectory } from "./temporary.js";

/** The files to which the compiler objects. */
function objections(lines: readonly Line[]): string[] {
  const directory = temporaryDirectory();
  copySources(directory, sourcesOf(FILES, lines));
  cpSync(`${ROOT}tsconfig.json`, join(directory, "base.json"));
  const config = {
    extends: "./base.json",
    include: ["**/*.ts"],
    exclude: ["node_modules", "report/html/program"],
  };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const args = [compiler, "-p", directory, "--noEmit", "--pretty", "false"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
  return [...new Set([...stdout.matchAll(/^(\S+\.ts)\(/gm)].map(([, file]) => file ?? ""))].sort();
}

test("the compiler takes the module with its line and the one it asks for", () => {
  expect(objections([LISTED, ASKED_FOR])).toEqual([]);
});

test("and asks for that one where only the first is there", () => {
  expect(objections([LISTED])).toEqual(["model/modules/all.ts"]);
});
