/** What cannot be written, and faults, end with 2: never with the 1 that says "broken". */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { MAIN, plainEnv } from "../../testing/cli.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { fail } from "../program.js";

/** A line of the shell in which `$M` is the command line, with its exit code, that of the first of a pipe. */
function shell(line: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `set -o pipefail; ${line}`], {
    env: plainEnv({ M: `${process.execPath} ${MAIN}`, ...env }),
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

const FULL =
  "allocheck: stdout cannot be written (ENOSPC: the disk is full); name a place that can be written\n";
const TINY = "check bitmap --frames 1 --quiet";

test.runIf(existsSync("/dev/full")).each([
  { line: "$M list >/dev/full", code: 2, stderr: FULL },
  { line: "$M --help >/dev/full", code: 2, stderr: FULL },
  { line: `$M ${TINY} --json >/dev/full`, code: 2, stderr: FULL },
  { line: "$M list rulz 2>/dev/full", code: 2, stderr: "" },
  { line: `$M ${TINY} 2>/dev/full`, code: 0, stderr: "" },
  { line: "$M list 2>&1 | head -1", code: 0, stderr: "" },
  { line: `$M ${TINY} >&-`, code: 0, stderr: "" },
  { line: `$M ${TINY} 2>&-`, code: 0, stderr: "" },
  { line: `$M ${TINY} <&-`, code: 0, stderr: "" },
])("$line", ({ line, ...expected }) => {
  expect(shell(line)).toMatchObject(expected);
});

test("a search whose progress nobody reads any more ends quietly", () => {
  const { code, stdout, stderr } = shell("$M check bitmap --frames 9 --slices 5 2>&1 | head -1");
  expect({ code, stderr }).toEqual({ code: 141, stderr: "" });
  expect(stdout).toMatch(/^bitmap {2}level \d+ [^\n]*\n$/);
});

test.each(["front", "other"])("a fault in the process %s ends with 2 and is JSON", (where) => {
  const file = join(temporaryDirectory(), "boom.mjs");
  // Before it is listened for, a fault is none of ours; that takes as long as the machine likes.
  const heard = `process.listenerCount("uncaughtException") > 0`;
  const fault = `setInterval(() => { if (${heard}) throw new Error("boom"); }, 50)`;
  const isThere = `isMainThread && process.env.WHERE === (process.send ? "other" : "front")`;
  writeFileSync(file, `import { isMainThread } from "node:worker_threads"; if (${isThere}) ${fault};`);
  const env = { WHERE: where, NODE_OPTIONS: `--import ${file}` };
  const { code, stdout, stderr } = shell("$M check --frames 9 --slices 5 --json --quiet", env);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^internal: Error: boom\n/);
  const error = { code: "internal", message: "internal: Error: boom", remedy: expect.any(String) };
  expect(JSON.parse(stdout)).toEqual({ version: 1, error });
});

test("too few file handles are told as what they are", () => {
  const { code, stdout, stderr } = shell(`ulimit -n 28; $M ${TINY} --json`);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "allocheck: there are too few file handles (EMFILE); raise their number: ulimit -n 256\n",
  );
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "no-file-handles" } });
});

test("a fault that is caught is JSON as well", () => {
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockReturnValue(true),
  );
  const code = fail(new TypeError("odd"), true);
  const [out, err] = spies.map(({ mock }) => mock.calls.map(([text]) => String(text)).join(""));
  for (const spy of spies) spy.mockRestore();
  expect(code).toBe(2);
  expect(err).toMatch(/^internal: TypeError: odd\n/);
  const error = { code: "internal", message: "internal: TypeError: odd" };
  expect(JSON.parse(out ?? "")).toMatchObject({ error });
});
