/**
 * A process that runs one command line after the other, each in the directory and the environment that it is
 * given. It has its own main thread, as the tool has: what starts anew is only what a run itself starts.
 */
import { main } from "../cli/program.js";
import type { CliResult } from "./in-process.js";

/** What the process is asked. */
export interface Asked {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const STREAMS = ["stdout", "stderr"] as const;

process.on("disconnect", () => process.exit());
process.on("message", async ({ args, cwd, env }: Asked) => {
  process.chdir(cwd);
  process.env = env;
  const written = { stdout: "", stderr: "" };
  const own = STREAMS.map((stream) => process[stream].write);
  for (const stream of STREAMS)
    process[stream].write = ((text: unknown, ...rest: unknown[]) => {
      written[stream] += String(text);
      const done = rest.at(-1);
      if (typeof done === "function") done();
      return true;
    }) as typeof process.stdout.write;
  const code = await main(args);
  for (const [i, stream] of STREAMS.entries()) process[stream].write = own[i]!;
  // Each run listens for signals, and here they are many.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(signal);
  process.send?.({ code, ...written } satisfies CliResult);
});
