/** A page of docs/ whose blocks are followed word for word in an empty folder. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { plainEnv } from "./cli.js";
import { ROOT } from "./read.js";

/** A block of a page: its language, what its title says, and its text. */
export interface Block {
  readonly language: string;
  readonly title: string;
  readonly text: string;
}

/** The blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(`${ROOT}docs/${page}`, "utf8");
  return [...text.matchAll(/^```(\w+)(?: title="(.*)")?\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? "",
    title: match[2] ?? "",
    text: match[3] ?? "",
  }));
}

/** Durations differ from run to run, and so does the room before them. */
export const settle = (text: string) => text.replace(/\s*\d+\.\d+ s\b/g, " N s");

function run(directory: string, command: string, env: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
    cwd: directory,
    env: plainEnv(env),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** Runs a command that is to succeed. */
export function succeed(
  directory: string,
  command: string,
  env: Readonly<Record<string, string>> = {},
): void {
  const { status, stdout, stderr } = run(directory, command, env);
  expect(status, `${command}\n${stdout}\n${stderr}`).toBe(0);
}

/** What a console block shows after each of its commands is what comes out. */
export function compare(directory: string, text: string, env: Readonly<Record<string, string>> = {}): void {
  let code: number | null = 0;
  for (const part of text.split(/^\$ /m).slice(1)) {
    const end = part.indexOf("\n");
    const [command, shown] = [part.slice(0, end), part.slice(end + 1)];
    if (command === "echo $?") {
      expect(`${code}\n`).toBe(shown);
      continue;
    }
    const { status, stdout, stderr } = run(directory, command, env);
    expect(settle(stdout), stderr).toBe(settle(shown));
    code = status;
  }
}

/** Writes a file of a page. */
export function write(directory: string, file: string, text: string): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), text);
}

/** Does to a file what a block of lines with - and + says. */
export function edit(directory: string, file: string, text: string): void {
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
