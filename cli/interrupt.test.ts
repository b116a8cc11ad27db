import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN, plainEnv } from "../testing/cli.js";
import { temporaryDirectory } from "../testing/temporary.js";

test("Ctrl-C ends a long search soon, and keeps what it has", async () => {
  // Minutes of work; the other target must not be begun after the interrupt.
  const file = join(temporaryDirectory(), "runs.json");
  const scope = ["--frames", "7", "--slices", "4"];
  const args = ["check", "bitmap", "free-list", ...scope, "--reporter", `json:${file}`];
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: plainEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  let interrupted = 0;
  let progress = "";
  // The first line of progress, after a second, shows that the search is under way.
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    progress += text;
    if (interrupted > 0) return;
    interrupted = performance.now();
    child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(130);
  expect(performance.now() - interrupted).toBeLessThan(3000);
  expect(progress).toMatch(/^bitmap {2}level \d+ {2}[\d,]+ states {2}\d+ s\n/);
  expect(stdout).toContain("  Stopped by an interrupt. ");
  expect(stdout).toMatch(/\n\nnot begun: free-list\n\n2 runs: 1 unfinished, 1 not begun\n$/);
  const { runs } = JSON.parse(readFileSync(file, "utf8")) as { readonly runs: readonly unknown[] };
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ verdict: "unfinished", closed: false, stoppedBy: "interrupt" });
});
