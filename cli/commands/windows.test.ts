/** Windows on the command line: asked for, left out, mistyped, saved, replayed, and counted by a table. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";

const FAULTY = join(ROOT, "examples", "word-bitmap-one-mask.ts");
const SMALL = ["--frames", "2", "--owners", "1", "--slices", "1", "--no-cache"];

test("what a window breaks is broken, saved with its pool, and breaks again when it is replayed", async () => {
  const directory = mkdtempSync(join(tmpdir(), "allocheck-windows-"));
  try {
    const found = await inProcess(["check", FAULTY, "--first", "--json", "--save", directory]);
    expect(found.code).toBe(1);
    expect(JSON.parse(found.stdout)).toMatchObject({
      verdict: "broken",
      runs: [
        {
          scope: { frames: 4, windowAt: 62, pool: 72 },
          evidence: [{ kind: "windows", alone: 256, seen: [], open: [] }],
          counterexamples: [{ rule: "reserve/legal", scope: { windowAt: 62, pool: 72 } }],
        },
      ],
    });
    expect(readdirSync(directory)).toHaveLength(1);
    const again = await inProcess(["replay", directory]);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain("still breaks at step 3 of 3");
    expect(again.stdout).toContain("frames 62 to 65 of a pool of 72, all others taken");
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("what breaks on the way to a window is told, and where one was asked for broken and replayed", async () => {
  const directory = mkdtempSync(join(tmpdir(), "allocheck-taking-"));
  const file = join(ROOT, "dist/testing/made-up/thirty-two-bits.js");
  try {
    // It may have been made for 32 frames, and nobody spoke of more.
    const unasked = await inProcess(["check", file, ...SMALL]);
    expect(unasked.code).toBe(0);
    expect(unasked.stdout.replace(/\s+/g, " ")).toContain("in a pool of 68, hands out 32 frames and no more");
    const { code, stdout } = await inProcess(["check", file, ...SMALL, "--windows", "--save", directory]);
    expect(code).toBe(1);
    expect(stdout).toContain("2 to 32: 31 times more alloc()  -> and so on to frame 31\n      |####");
    expect(stdout).toContain("  33  alloc()  -> refused");
    expect(stdout).toContain("if no pool is so large: mostFrames in its definition");
    expect(stdout).toContain("by themselves the frames of the\n  scope break no rule.");
    expect(stdout).toContain("windows: the 2 frames alone: holds (4 states).");
    expect((await inProcess(["replay", directory])).stdout).toContain("still breaks at step 33 of 33");
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("windows are left out, or lie where one says; a frame that is none is a misuse", async () => {
  const without = await inProcess(["check", "bitmap", ...SMALL, "--no-windows"]);
  expect(without.stdout).not.toContain("windows:");
  const asked = await inProcess(["check", "bitmap", ...SMALL, "--window", "7,31"]);
  expect(asked.code).toBe(0);
  expect(asked.stdout).toContain("windows: the same 16 states on frames 7..8 or 31..32 of a pool of 68");
  expect((await inProcess(["check", "bitmap", "--window", "7,x"])).code).toBe(2);
  expect((await inProcess(["check", "bitmap", "--pool", "3"])).code).toBe(2);
});

test("a table counts them at its end", async () => {
  const { stdout } = await inProcess(["check", "bitmap", "free-list", ...SMALL]);
  expect(stdout).toContain("\nIn a window of a larger pool as well: 2 of 2 runs. --verbose tells which.\n");
});
