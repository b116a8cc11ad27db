/** Runs the command line inside the process of a test. */
import { vi } from "vitest";
import { main } from "../cli/program.js";

/** What a command line came to. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

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
