/**
 * The types of the made-up module: with its lines the compiler has no objection, and it asks for each of
 * them.
 */
import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copySources, type Line, sourcesOf } from "./house-copy.js";
import { ASKED_FOR, FILES, LINES, NAMED } from "./made-up-module.js";
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

test("the compiler takes the module with all of its lines", () => {
  expect(objections(LINES)).toEqual([]);
});

test("and asks for each line of a table where only its names are there", () => {
  // The method is missed where a method is looked up by its command.
  const missedIn = (file: string) => (file.startsWith("model/socket/") ? "model/socket/define.ts" : file);
  const asked = ASKED_FOR.map(({ file }) => missedIn(file));
  expect(objections(NAMED)).toEqual(expect.arrayContaining([...new Set(asked)]));
});
