/** Other programs, each in a process of its own. */
import { execFile } from "node:child_process";
import { ROOT } from "./root.js";

/** What a process came to. */
export interface Finished {
  readonly stdout: string;
  /** From before it was started until it had ended. */
  readonly seconds: number;
}

/** What is measured must run: in CI no check is answered from a cache. */
const ENV = { ...process.env, CI: "true" };

/** Runs a program to its end. Rejects with what it wrote when it fails. */
export function run(program: string, args: readonly string[], cwd = ROOT): Promise<Finished> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env: ENV, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const seconds = (performance.now() - begun) / 1000;
      if (error === null) resolve({ stdout, seconds });
      else
        reject(new Error(`${program} ${args.join(" ")}: ${error.message}\n${stderr}${stdout.slice(-2000)}`));
    });
  });
}

/** Whether a program is there and answers. */
export async function answers(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, args).then(
    () => true,
    () => false,
  );
}
