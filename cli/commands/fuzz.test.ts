/** `allocheck fuzz`: what it finds, what it says where it finds nothing, and what it does not take. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";
import type { Config } from "../input/config.js";
import { fuzzJobs } from "../input/fuzz-jobs.js";

const directory = mkdtempSync(join(tmpdir(), "allocheck-fuzz-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A first word that goes before `--json`, and the one run of what is told. */
async function runOf(...args: readonly string[]) {
  const { code, stdout, stderr } = await inProcess(["fuzz", ...args, "--json"]);
  const { runs, error } = JSON.parse(stdout);
  return { code, run: runs?.[0], error, stderr };
}

test("a finding is reduced, saved with how it was come by, and replayed", async () => {
  const saved = join(directory, "pins");
  const { code, stdout } = await inProcess(["fuzz", "bitmap-pins-once", "--seed", "3", "--save", saved]);
  expect(code).toBe(1);
  const [file = ""] = readdirSync(saved);
  const { steps, rule, scope, note } = JSON.parse(readFileSync(join(saved, file), "utf8"));
  expect([steps.length, rule, scope.frames]).toEqual([5, "release/live-slice", 1]);
  expect(note).toMatch(
    /^shortest at all up to \d frames? \(from \d+ commands in a pool of 64 frames, found with --seed \d+\)$/,
  );
  expect(stdout.replace(/\s+/g, " ")).toContain(note);
  expect((await inProcess(["replay", saved])).code).toBe(1);
});

test("where nothing is found it says sampled, with a code of its own, and the same for the same seed", async () => {
  const args = ["bitmap", "--frames", "256", "--commands", "20000", "--seed", "9"];
  const [first, second] = [await runOf(...args), await runOf(...args)];
  expect([first.code, first.run.verdict, first.run.stoppedBy]).toEqual([5, "sampled", "max-commands"]);
  expect(first.run.tried).toBeGreaterThanOrEqual(20_000);
  expect(first.run.evidence).toMatchObject([
    { kind: "sampled", frames: 256, seed: 9, commands: first.run.tried },
  ]);
  const { measured: _, evidence: __, ...counts } = first.run;
  expect(second.run).toMatchObject(counts);
  const { stdout } = await inProcess(["fuzz", ...args]);
  expect(stdout).not.toMatch(/\bholds\b/);
  expect(stdout).toContain("A sample is no proof");
});

test("what only a pool of more than 64 frames shows is found in a file, and its file is replayed", async () => {
  const file = join(import.meta.dirname, "../../testing/made-up/eight-bit-numbers.js");
  const saved = join(directory, "wide");
  expect((await inProcess(["check", file, "--quiet"])).code).toBe(0);
  const found = await inProcess(["fuzz", file, "--frames", "160", "--seed", "1", "--save", saved]);
  expect([found.code, found.stdout]).toEqual([1, expect.stringContaining("free/legal")]);
  const [name = ""] = readdirSync(saved);
  const { scope, steps } = JSON.parse(readFileSync(join(saved, name), "utf8"));
  expect(scope.frames).toBeGreaterThan(128);
  expect(steps.length).toBeGreaterThan(128);
  expect((await inProcess(["replay", saved])).code).toBe(1);
});

test.each([
  "bitmap-checks-first-frame",
  "free-list-loops",
  "bitmap-hides-its-hint",
  "buddy-frees-from-inside",
  "lender-keeps-borrows",
])("%s is found at 64 frames", async (name) => {
  const { code, run } = await runOf(name, "--seed", "1", "--max-command-seconds", "1");
  expect([code, run.verdict]).toEqual([1, "broken"]);
});

test("what it does not take is refused with a remedy", async () => {
  expect((await runOf("bitmap", "--frames", "5000")).error.remedy).toBe("for example --frames 4096");
  expect((await runOf("bitmap", "--cpus", "2")).error.code).toBe("not-sampled");
  expect((await runOf("bitmapp")).error.remedy).toContain("did you mean bitmap?");
  expect((await runOf("bitmap", "--seed", "-1")).code).toBe(2);
});

test("below a check that holds a sample is told as what it is, and what breaks in it is the run", async () => {
  const args = ["--frames", "2", "--no-windows", "--sample", "2000", "--no-cache", "--json"];
  const holds = JSON.parse((await inProcess(["check", "bitmap", ...args])).stdout).runs[0];
  expect([holds.verdict, holds.evidence]).toMatchObject(["holds", [{ kind: "sampled", frames: 256 }]]);
  const file = join(import.meta.dirname, "../../testing/made-up/eight-bit-numbers.js");
  const many = args.map((word) => (word === "2000" ? "900000" : word));
  const { code, stdout } = await inProcess(["check", file, ...many]);
  expect([code, JSON.parse(stdout).runs[0].verdict]).toEqual([1, "broken"]);
});

test.each([
  ["at-most-128", 128],
  ["throws-above-50", 32],
])("a sample of %s that nobody gave a pool takes one of %d frames", async (name, frames) => {
  const file = join(import.meta.dirname, `../../testing/made-up/${name}.js`);
  const args = ["--frames", "2", "--no-windows", "--sample", "2000", "--no-cache", "--json"];
  const { runs } = JSON.parse((await inProcess(["check", file, ...args])).stdout);
  expect([runs[0].verdict, runs[0].evidence]).toMatchObject(["holds", [{ kind: "sampled", frames }]]);
});

test("a config says which allocators are fuzzed and in what world; its frames and its map are for a search", () => {
  const config: Config = {
    targets: [
      { module: "bitmap", contract: "boot-bitmap", scope: { frames: 3, owners: 1 } },
      { module: "shim.c", sources: ["pmm.c"], maxCommandSeconds: 2 },
    ],
    defaults: { scope: { handles: 3, map: "2 free, 1 hole" }, budget: { maxSeconds: 60 } },
  };
  const [bitmap, shim] = fuzzJobs([], { seed: 7 }, config);
  expect(bitmap).toMatchObject({
    target: { name: "bitmap" },
    contract: "boot-bitmap",
    scope: { frames: 64, owners: 1, initial: "free", handles: 3 },
    forAll: ["handles"],
    budget: { maxSeconds: 10 },
    sample: { seed: 7 },
  });
  expect(shim).toMatchObject({ target: { build: { sources: ["pmm.c"] } }, maxCommandSeconds: 2 });
  expect(fuzzJobs(["bitmap"], { seed: 7, owners: 2 }, config)).toMatchObject([{ scope: { owners: 2 } }]);
});
