import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { counterexampleFiles } from "../../counterexamples/files.js";
import { parseCounterexample } from "../../counterexamples/validate.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { accepted, alloc, counterexample, free, reserve } from "../../testing/samples.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const DIRECTORY = `${ROOT}counterexamples`;
const UNDER_SLICE = `${DIRECTORY}/bitmap-ignores-slices.release-live-slice.json`;

const underSlice = parseCounterexample(readFileSync(UNDER_SLICE, "utf8"), UNDER_SLICE);

/** A trace whose first answer, frame 3, no first-fit allocator gives. */
function differing(): string {
  const file = join(temporaryDirectory(), "differs.json");
  const steps = [accepted(alloc, 3), accepted(reserve(1, 1)), accepted(free(1))];
  writeFileSync(file, JSON.stringify(counterexample({ allocator: "bitmap", steps, rule: "free/reserved" })));
  return file;
}

test.each([
  { fate: "breaks", file: () => UNDER_SLICE, on: [], normal: 1, broken: 0 },
  { fate: "fixed", file: () => UNDER_SLICE, on: ["--on", "bitmap"], normal: 0, broken: 1 },
  { fate: "differs", file: differing, on: [], normal: 0, broken: 1 },
  { fate: "inapplicable", file: () => UNDER_SLICE, on: ["--on", "bitmap-as-is"], normal: 1, broken: 1 },
])("$fate exits $normal, with --expect broken $broken", async ({ fate, file, on, normal, broken }) => {
  const args = ["replay", file(), ...on, "--json"];
  const result = await inProcess(args);
  expect(result.stderr).toBe("");
  expect(result.code).toBe(normal);
  const { replays } = JSON.parse(result.stdout) as { readonly replays: readonly unknown[] };
  expect(replays).toEqual([
    {
      file: args[1],
      allocator: on[1] ?? expect.any(String),
      fate,
      step: expect.any(Number),
      detail: expect.any(String),
      rule: fate === "breaks" ? "release/live-slice" : null,
      recordedRule: expect.any(String),
    },
  ]);
  expect((await inProcess([...args, "--expect", "broken"])).code).toBe(broken);
});

const FILES = counterexampleFiles([DIRECTORY]);

test("a directory is replayed whole, folders and all, by one worker", { timeout: 120_000 }, async () => {
  const limit = ["--max-command-seconds", "1"];
  const all = await inProcess(["replay", DIRECTORY, "--expect", "broken", ...limit]);
  expect(all.code).toBe(0);
  expect(all.stdout.match(/ still breaks at (?:step|access) /g)).toHaveLength(FILES.length);
  expect(FILES.length).toBeGreaterThan(200);
});

test("one that does not break fails --expect broken", async () => {
  const mixed = await inProcess(["replay", UNDER_SLICE, differing(), "--expect", "broken"]);
  expect(mixed.code).toBe(1);
});

/** A file of some text in a directory of its own. */
function fileOf(text: string): string {
  const file = join(temporaryDirectory(), "it.json");
  writeFileSync(file, text);
  return file;
}

test("a file that is no good, or hangs, is told of beside the others", async () => {
  const { steps } = underSlice;
  const cut = fileOf(JSON.stringify({ ...underSlice, steps: steps.slice(0, 2) }));
  const nobody = fileOf(JSON.stringify({ ...underSlice, allocator: "bitmop" }));
  const hangs = `${DIRECTORY}/bitmap-scans-for-ever.alloc-hangs.json`;
  const paths = [fileOf("{"), UNDER_SLICE, cut, hangs, nobody, differing()];
  const { code, stdout, stderr } = await inProcess([
    "replay",
    ...paths,
    "--json",
    "--max-command-seconds",
    "0.5",
  ]);
  expect(code).toBe(2);
  const { replays, errors, notReplayed } = JSON.parse(stdout) as Told;
  expect(replays.map(({ file, fate }) => [file, fate])).toEqual([
    [UNDER_SLICE, "breaks"],
    [hangs, "breaks"],
    [paths[5], "differs"],
  ]);
  expect(errors.map(({ file, code: why }) => [file, why])).toEqual(
    [
      [paths[0], "not-json"],
      [nobody, "unknown-target"],
      [cut, "not-shown"],
    ].sort(([a = ""], [b = ""]) => paths.indexOf(a) - paths.indexOf(b)),
  );
  expect(notReplayed).toEqual([]);
  expect(stderr.match(/^allocheck: [^\n]+$/gm)).toHaveLength(3);
});

interface Told {
  readonly replays: readonly { readonly file: string; readonly fate: string }[];
  readonly errors: readonly { readonly file: string; readonly code: string }[];
  readonly notReplayed: readonly string[];
}

test("a trace that does not show its rule is bad input, and never fixed", async () => {
  const file = fileOf(JSON.stringify({ ...underSlice, steps: [] }));
  for (const on of [[], ["--on", "bitmap"]]) {
    const { code, stdout, stderr } = await inProcess(["replay", file, ...on]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/it\.json: the trace does not show what it says: it has no command/);
  }
});

test("the name of an allocator is no way to run a file", async () => {
  const file = fileOf(JSON.stringify({ ...underSlice, allocator: "./evil.mjs" }));
  writeFileSync(join(file, "..", "evil.mjs"), "process.exit(7)");
  const { code, stderr } = await inProcess(["replay", file]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("there is no allocator ./evil.mjs")]);
});

test("one replay that breaks shows its program, several a line each", async () => {
  const one = await inProcess(["replay", UNDER_SLICE]);
  expect(one.stdout).toMatch(
    / {2}still breaks at step 3 of 3\n\n {3,}1 {2}reserve\(0, owner 1\) {2}-> accepted\n/,
  );
  expect(one.stdout).toContain("rule      release/live-slice");
  const several = await inProcess(["replay", UNDER_SLICE, UNDER_SLICE]);
  expect(several.stdout).not.toContain("rule      ");
  expect(several.stdout).toContain("release(0, owner 1): expected refused: live-slice; found accepted");
});

test("saved and replayed: what a check finds is what a replay sees", async () => {
  const directory = temporaryDirectory();
  await inProcess(["check", "bitmap-as-is", "--contract", "strict", "--all", "--save", directory]);
  const { code, stdout } = await inProcess(["replay", directory, "--expect", "broken"]);
  expect(stdout.match(/ still breaks at (?:step|access) /g)).toHaveLength(6);
  expect(code).toBe(0);
});

test("a trace that cannot be replayed takes nothing from the others", async () => {
  const file = join(temporaryDirectory(), "gone.json");
  writeFileSync(file, JSON.stringify(counterexample({ allocator: "no-such", steps: [accepted(alloc, 0)] })));
  const { code, stdout, stderr } = await inProcess(["replay", file, UNDER_SLICE, "--json"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^allocheck: [^\n]*gone\.json: there is no allocator no-such; [^\n]+\n$/);
  expect(JSON.parse(stdout)).toMatchObject({
    replays: [{ file: UNDER_SLICE, fate: "breaks" }],
    errors: [{ file, code: "unknown-target" }],
  });
});
