import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterAll } from "vitest";
import type { Asked } from "./cli-server.js";
import type { CliResult } from "./in-process.js";
import { ROOT } from "./read.js";

export interface CliPlace {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The compiled command line, to be given to `process.execPath`. */
export const MAIN = `${ROOT}dist/cli/main.js`;

/** The environment of this process without what would colour, or uncolour, the output. */
export function plainEnv(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  return { ...rest, ...env };
}

/** Runs the command line as a process of its own, with its output piped: for what only a process shows. */
export function allocheck(args: readonly string[], { cwd = ROOT, env }: CliPlace = {}): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    env: plainEnv(env),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return { code: status, stdout, stderr };
}

let server: ChildProcess | undefined;

/** Runs the command line in a process that stays for the next: for what needs a directory or environment. */
export async function served(
  args: readonly string[],
  { cwd = ROOT, env }: CliPlace = {},
): Promise<CliResult> {
  server ??= fork(new URL("./cli-server.js", import.meta.url), { execArgv: [], env: plainEnv() });
  server.send({ args, cwd, env: plainEnv(env) } satisfies Asked);
  const died = new AbortController();
  const answer = once(server, "message", died);
  const abort = (code: number | null) => died.abort(new Error(`the process ended with ${code}`));
  server.once("exit", abort);
  try {
    return (await answer)[0] as CliResult;
  } finally {
    server.off("exit", abort);
  }
}

afterAll(async () => {
  if (server === undefined) return;
  const ended = once(server, "exit");
  server.disconnect();
  await ended;
  server = undefined;
});
