import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterAll, vi } from "vitest";
import { main } from "../cli/program.js";
import type { Asked } from "./cli-server.js";
import { ROOT } from "./read.js";

/** What a command line came to. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

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

/**
 * Runs the command line inside this process: a hundred times faster, for what needs no process. `run` is
 * another than that of the house.
 */
export async function inProcess(args: readonly string[], run: typeof main = main): Promise<CliResult> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    return { code: await run(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    // Each run listens for signals, and here they are many.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(signal);
  }
}
