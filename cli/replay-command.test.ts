import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inProcess } from "../testing/cli.js";
import { ROOT } from "../testing/read.js";
import { accepted, alloc, counterexample, free, reserve } from "../testing/samples.js";
import { temporaryDirectory } from "../testing/temporary.js";

const DIRECTORY = `${ROOT}counterexamples`;
const UNDER_SLICE = `${DIRECTORY}/bitmap-ignores-slices.release-live-slice.json`;

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

const FILES = readdirSync(DIRECTORY).filter((name) => name.endsWith(".json"));

/** Each file takes a worker of its own, and that its time. */
const MANY = { timeout: 180_000 };

test("a directory is replayed whole, and one that does not break fails --expect broken", MANY, async () => {
  const limit = ["--max-command-seconds", "1"];
  const all = await inProcess(["replay", DIRECTORY, "--expect", "broken", ...limit]);
  expect(all.code).toBe(0);
  expect(all.stdout.match(/ still breaks at step /g)).toHaveLength(FILES.length);
  expect(FILES.length).toBeGreaterThan(50);
  const mixed = await inProcess(["replay", UNDER_SLICE, differing(), "--expect", "broken"]);
  expect(mixed.code).toBe(1);
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
  expect(stdout.match(/ still breaks at step /g)).toHaveLength(6);
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
