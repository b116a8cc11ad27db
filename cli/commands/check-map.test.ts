/** `check --map`: in the claim, the strips, the JSON and what is saved, and one that is wrong. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";

const directory = mkdtempSync(join(tmpdir(), "allocheck-map-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string) => join(import.meta.dirname, `../../${name}.js`);
const OVERLAP = file("examples/growing-ranges-overlap");
const MAP = "2 free, 2 hole";

test("a run begins with the map, says so, and what it saves is replayed with it", async () => {
  const text = await inProcess(["check", OVERLAP, "--map", MAP, "--save", directory, "--first"]);
  expect([text.code, text.stdout]).toEqual([1, expect.stringContaining("|# # x x|")]);
  expect(text.stdout.replace(/\s+/g, " ")).toContain(`map ${MAP}`);
  const [saved] = readdirSync(directory);
  const again = await inProcess(["replay", join(directory, saved!), "--json"]);
  expect(again.code).toBe(1);
  expect(again.stdout).toContain("alloc-block/exhausted");
  const fixed = await inProcess(["replay", join(directory, saved!), "--on", file("examples/growing-ranges")]);
  expect([fixed.code, fixed.stdout]).toEqual([0, expect.stringContaining("fixed")]);
});

test("a run of each map that is given, each with its scope", async () => {
  const { stdout, code } = await inProcess([
    "check",
    file("testing/made-up/mapped"),
    ...["--map", "1 free, 1 hole, 1 free", "--map", "1 reserved, 1 free", "--json"],
  ]);
  expect(code).toBe(0);
  const told = (
    await inProcess(["check", file("testing/made-up/mapped"), "--map", "1 hole, 1 free", "--verbose"])
  ).stdout;
  expect(told.replace(/\s+/g, " ")).toContain("over 2 frames that begin as 1 hole, 1 free, and 2 owners");
  const { runs } = JSON.parse(stdout) as { runs: { scope: { frames: number; initial: string } }[] };
  expect(runs.map(({ scope }) => [scope.frames, scope.initial])).toEqual([
    [3, "1 free, 1 hole, 1 free"],
    [2, "1 reserved, 1 free"],
  ]);
});

test.each([
  [["bitmap", "--map", "1 free, 1 hole"], "bitmap is given no map: all frames of a scope are its pool"],
  [["bitmap", "--map", "1 free, one hole"], '"one hole" in the map is no count of frames that are free'],
  [["zoned", "--map", "1 free zone x"], 'for example "2 free zone 1, 3 free zone 2"'],
  [[OVERLAP, "--map", "1 free, 1 hole", "--frames", "4"], "the map has 2 frames, and the scope 4"],
])("%j is refused", async (given, said) => {
  const { code, stderr } = await inProcess(["check", ...given]);
  expect([code, stderr.replace(/\s+/g, " ")]).toEqual([2, expect.stringContaining(said)]);
});
