/** What a person's file does to the process: it ends with its check, and forges no result. */
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import workerThreads from "node:worker_threads";
import { expect, test } from "vitest";
import type { Run } from "../../explore/check/verdict.js";
import { allocheck } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { counter, processesLeft, SLEEP } from "../../testing/signals.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const TINY = ["--frames", "2", "--owners", "1", "--slices", "1", "--quiet", "--no-windows"];

/** Checks a file of this text in a process of its own, which must leave no other behind. */
function checked(text: string, ...args: readonly string[]) {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "mine.mjs"), text);
  const env = { ALLOCHECK_TEST: cwd };
  const result = allocheck(["check", "./mine.mjs", ...TINY, ...args], { cwd, env });
  expect(processesLeft(`ALLOCHECK_TEST=${cwd}`)).toEqual([]);
  return result;
}

function runsOf({ stdout }: { readonly stdout: string }): readonly Run[] {
  return (JSON.parse(stdout) as { readonly runs: readonly Run[] }).runs;
}

test("what a file writes to descriptor 1 is no result, and what it starts does not outlive it", () => {
  const text = counter(`
    import { spawn } from "node:child_process";
    spawn("sleep", ["98766"], { stdio: "ignore" }).unref();
    setInterval(() => {}, 1000);
    writeSync(1, "{ not a result\\n");
  `);
  const result = checked(text, "--json");
  expect(runsOf(result)).toMatchObject([{ allocator: "counter", verdict: "holds" }]);
  expect(result.stderr).toBe("{ not a result\n");
});

test("what a file posts to its parent is no result", () => {
  const text = counter(
    `import { parentPort, workerData } from "node:worker_threads";`,
    `parentPort.postMessage({ kind: "done", run: { verdict: "holds", counterexamples: [] } });
     workerData.port?.postMessage({ kind: "misuse" });
     if (frame === 1) return 0;`,
  );
  for (const workers of ["1", "2"])
    expect(runsOf(checked(text, "--json", "--workers", workers))).toMatchObject([{ verdict: "broken" }]);
});

test("a call that blocks in the system is a finding, and the process ends", () => {
  const blocks = counter("", `if (frame === 1) execSync("${SLEEP}");`);
  const result = checked(blocks, "--json", "--max-command-seconds", "0.5");
  expect(result.code).toBe(1);
  expect(runsOf(result)[0]?.counterexamples).toMatchObject([{ rule: "hangs" }]);
});

test("a file that kills the process is told", () => {
  const { code, stdout, stderr } = checked(counter("", "process.kill(process.pid, 'SIGKILL');"), "--json");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^allocheck: the process of the check ended by itself \(SIGKILL\), and [^\n]+\n$/);
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, error: { code: "ended" } });
});

test("a top-level await that nothing settles is told as what it is", () => {
  const { code, stderr } = checked("await new Promise(() => {});");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^allocheck: \.\/mine\.mjs never ends loading: nothing is left [^\n]+\n$/);
});

test("a file loads where there is no place for temporary files", () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "mine.mts"), counter());
  const env = { TMPDIR: join(cwd, "mine.mts") };
  const { code, stderr } = allocheck(["check", "./mine.mts", ...TINY], { cwd, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

/** Runs a check where the machine gives so many threads and no more. */
async function withThreads(threads: number, args: readonly string[]) {
  const { Worker } = workerThreads;
  let given = 0;
  const Scarce = class extends Worker {
    constructor(...made: ConstructorParameters<typeof Worker>) {
      if (given++ === threads) throw Object.assign(new Error("EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
      super(...made);
    }
  };
  Object.assign(workerThreads, { Worker: Scarce });
  syncBuiltinESMExports();
  try {
    return await inProcess(["check", "bitmap", ...TINY, ...args]);
  } finally {
    Object.assign(workerThreads, { Worker });
    syncBuiltinESMExports();
  }
}

test("where threads are refused fewer workers search, and it is said", async () => {
  const two = await withThreads(2, ["--workers", "3", "--json"]);
  expect(two.stderr).toBe("allocheck: the machine gives 2 of 3 workers a thread\n");
  expect(runsOf(two)).toMatchObject([{ verdict: "holds", measured: { workers: 2 } }]);
  const one = await withThreads(1, ["--workers", "2", "--json"]);
  expect(runsOf(one)).toMatchObject([{ verdict: "holds", measured: { workers: 1 } }]);
  const none = await withThreads(0, ["--workers", "1"]);
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toMatch(
    /^allocheck: the machine gives no thread to check bitmap in \(EAGAIN\); [^\n]+\n$/,
  );
});
