/** What a check tells of its runs: to files, once more, until one does not hold, and no more than wanted. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";

interface Told {
  readonly kind: string;
  readonly again: string;
  readonly run: Readonly<Record<string, unknown>>;
}

/** The runs that a check tells of, without what differs from one time to the next. */
async function told(line: readonly string[], cwd: string): Promise<Told[]> {
  const { stdout } = await served(["check", ...line, "--reporter", "jsonl"], { cwd });
  const events = stdout.trimEnd().split("\n");
  return events
    .map((event) => JSON.parse(event) as Told)
    .filter(({ kind }) => kind === "run")
    .map(({ kind, again, run: { measured: _, ...run } }) => ({ kind, again, run }));
}

/** What would be checked, but for which bounds are meant for all targets: a command line names its own. */
async function jobs(line: readonly string[], cwd: string): Promise<unknown> {
  const { stdout } = await served(["check", ...line, "--print-config"], { cwd });
  const { targets } = JSON.parse(stdout) as { readonly targets: readonly { readonly forAll?: unknown }[] };
  return targets.map(({ forAll: _, ...target }) => target);
}

const MINE = `
  import { defineAllocator } from "${ROOT}dist/bundle/index.js";
  const make = ({ frames }) => {
    const state = new Uint8Array(frames);
    return {
      state,
      free: (frame) => (state[frame] === 0 ? "already-free" : ((state[frame] = 0), "accepted")),
      alloc: () => {
        const frame = state.indexOf(0);
        if (frame >= 0) state[frame] = 1;
        return frame >= 0 ? frame : "exhausted";
      },
    };
  };
  export default defineAllocator({ name: "mine", make });
`;
const CONFIG = {
  defaults: { scope: { frames: 3 }, budget: { maxMemory: "0.5K", maxDepth: 9 }, maxCommandSeconds: 7 },
  targets: [{ module: "./mine.mjs", suspicion: 2 }],
};

test.each([
  "bitmap --frames 3 --slices 1 --max-memory 20000K --suspicion 3 --max-command-seconds 2",
  "bitmap --max-memory 0.01 --workers 1",
  "bitmap-as-is --contract strict --all --frames 3",
  "pages --modules core --frames 2 --alphabet foreign --max-depth 3",
  "./mine.mjs --frames 2",
  "--config other/it.config.mjs",
  "--spec-only --frames 2 --max-states 20",
])("the command that shows a run again does: check %s", async (line) => {
  const cwd = temporaryDirectory();
  await served(["init", "other"], { cwd });
  writeFileSync(join(cwd, "mine.mjs"), MINE);
  writeFileSync(join(cwd, "other", "mine.mjs"), MINE);
  writeFileSync(join(cwd, "other", "it.config.mjs"), `export default ${JSON.stringify(CONFIG)}`);
  const [first, ...more] = await told(line.split(" "), cwd);
  expect(more).toEqual([]);
  const again = first?.again ?? "";
  expect(again).toMatch(/^allocheck check /);
  const same = again.split(" ").slice(2);
  expect(await told(same, cwd)).toEqual([first]);
  // What a run does not tell of, such as how long a command may take, is the same too.
  expect(await jobs(same, cwd)).toEqual(await jobs(line.split(" "), cwd));
});

test("where the only target cannot be checked every report in a file says so", async () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "mine.mjs"), "export default 7;");
  const names = ["text", "json", "jsonl", "junit", "sarif", "ktap", "github"];
  const reporters = names.flatMap((name) => ["--reporter", `${name}:${name}`]);
  const { code, stdout, stderr } = await served(["check", "./mine.mjs", ...reporters], { cwd });
  const what = "./mine.mjs exports something else than an allocator";
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(`allocheck: ${what}; write: export default defineAllocator({ name, make })\n`);
  expect(everythingBelow(cwd).sort()).toEqual(["mine.mjs", ...names].sort());
  for (const name of names) expect(readFileSync(join(cwd, name), "utf8")).toContain(what);
  const lines = readFileSync(join(cwd, "jsonl"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as Told).kind)).toEqual(["begin", "failure", "end"]);
  // Where results go to stdout, a program reads it there.
  const junit = await served(["check", "./mine.mjs", "--reporter", "junit"], { cwd });
  expect(junit.stdout).toMatch(/<error [\s\S]*<\/testsuites>\n$/);
});

const TINY = ["--frames", "2", "--owners", "1", "--slices", "1", "--quiet", "--no-windows"];

test("--bail begins nothing after a run that does not hold, and says what it left", async () => {
  const args = ["check", "bitmap", "bitmap-frees-twice", "free-list", "free-list", ...TINY];
  const all = await inProcess(args);
  expect(all.stdout).toMatch(/\n4 runs: 3 holds, 1 broken, /);
  const bailed = await inProcess([...args, "--bail"]);
  expect(bailed.code).toBe(1);
  expect(bailed.stdout).toContain("\nnot begun: free-list (2 runs)\n");
  expect(bailed.stdout).toMatch(/\n4 runs: 1 holds, 1 broken, 2 not begun, [\d.]+ s\n$/);
  const { stdout } = await inProcess(["check", "bitmap", "free-list", ...TINY, "--bail"]);
  expect(stdout).toMatch(/\n2 runs: 2 holds, /);
});

test("--only-failures tells nothing of runs that hold, and counts them", async () => {
  const args = ["check", "bitmap", "bitmap-frees-twice", "free-list", ...TINY, "--only-failures"];
  const { code, stdout } = await inProcess(args);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^broken {3}bitmap-frees-twice /);
  expect(stdout).not.toMatch(/^holds/m);
  expect(stdout).toContain("  rule      free/already-free\n");
  expect(stdout).toMatch(/\n3 runs: 2 holds, 1 broken, [\d.]+ s\n$/);
});

test("--watch with nothing to watch is a misuse", async () => {
  const { code, stderr } = await served(["check", "bitmap", "--watch"], { cwd: temporaryDirectory() });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      "allocheck: there is nothing to watch: no file is named, and there is no config here; " +
      "name a file: allocheck check --watch ./my-allocator.ts\n",
  });
});
