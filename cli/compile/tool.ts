/** Compilers as programs of the machine: where they are, and what they say. */
import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What a program came to. */
export interface Ran {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a program is on the PATH; `undefined` where it is nowhere. */
export function onPath(name: string, path = process.env["PATH"] ?? ""): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  return path
    .split(delimiter)
    .filter((directory) => directory !== "")
    .flatMap((directory) => endings.map((ending) => join(directory, name + ending)))
    .find(isProgram);
}

/** Whether a file is there that can be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Runs a program to its end; `signal` ends it before. Rejects when it cannot be started, or was ended. */
export function run(program: string, args: readonly string[], signal?: AbortSignal): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], signal });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        said[name] += text;
      });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, ...said }));
  });
}
