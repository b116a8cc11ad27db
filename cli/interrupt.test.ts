import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN, plainEnv } from "../testing/cli.js";
import { ROOT } from "../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../testing/temporary.js";

/** From the signal to the end; the machine may have other things to do. */
const SOON_MILLISECONDS = 2000;

/** How a process ended, and what it wrote until then. */
async function endOf(child: ChildProcess) {
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...end) => resolve(end)),
  );
  return { code, signal, stdout };
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { env: plainEnv(), stdio: ["ignore", "pipe", "pipe"] });
}

/** Minutes of work for one worker. */
const LONG = ["--frames", "8", "--slices", "4"];

test.each([
  { signal: "SIGINT", code: 130, workers: "1" },
  { signal: "SIGINT", code: 130, workers: "2" },
  { signal: "SIGTERM", code: 143, workers: "1" },
  { signal: "SIGTERM", code: 143, workers: "2" },
] as const)("$signal ends a search of $workers soon, and keeps what it has", async (how) => {
  const directory = temporaryDirectory();
  const file = join(directory, "runs.json");
  const places = ["--reporter", `json:${file}`, "--save", join(directory, "found")];
  // The other target must not be begun after the interrupt.
  const child = start(["check", "bitmap", "free-list", ...LONG, "--workers", how.workers, ...places]);
  let sent = 0;
  let progress = "";
  // The first line of progress, after a second, shows that the search is under way.
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    progress += text;
    if (sent > 0) return;
    sent = performance.now();
    child.kill(how.signal);
  });
  const { code, stdout } = await endOf(child);
  expect(performance.now() - sent).toBeLessThan(SOON_MILLISECONDS);
  expect(code).toBe(how.code);
  expect(progress).toMatch(/^bitmap {2}level \d+ {2}[\d,]+ states? {2}/);
  expect(stdout).toContain("  Stopped by an interrupt. ");
  expect(stdout).toMatch(/\n\nnot begun: free-list\n\n2 runs: 1 unfinished, 1 not begun\n$/);
  const { runs } = JSON.parse(readFileSync(file, "utf8")) as { readonly runs: readonly unknown[] };
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ verdict: "unfinished", closed: false, stoppedBy: "interrupt" });
  expect(everythingBelow(directory)).toEqual(["runs.json"]);
});

test.each([100, 300, 500, 700])(
  "at any moment, here after %d ms, a file is whole or absent",
  async (after) => {
    const directory = temporaryDirectory();
    const file = join(directory, "runs.json");
    const child = start(["check", "bitmap", ...LONG, "--reporter", `json:${file}`, "--quiet"]);
    const timer = setTimeout(() => child.kill("SIGTERM"), after);
    const { code, signal } = await endOf(child);
    clearTimeout(timer);
    // Before it listens, the signal itself ends it.
    expect(code === 143 || signal === "SIGTERM").toBe(true);
    if (existsSync(file)) expect(() => JSON.parse(readFileSync(file, "utf8"))).not.toThrow();
    expect(everythingBelow(directory).filter((name) => name !== "runs.json")).toEqual([]);
  },
);

test("a replay that hangs is ended as well", async () => {
  const recorded = `${ROOT}counterexamples/bitmap-scans-for-ever.alloc-hangs.json`;
  const child = start(["replay", recorded, "--max-command-seconds", "600"]);
  setTimeout(() => child.kill("SIGINT"), 1000);
  expect(await endOf(child)).toMatchObject({ code: 130, stdout: "" });
});
