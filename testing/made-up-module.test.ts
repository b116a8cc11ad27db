/**
 * A module is one room: one that is made up (a command, a view, a field, a clause, a reason added to
 * another's command, a layer of the strip, a bound, a kind of frame, a word) is added to a copy of the house
 * as a folder, a line, and the one that the compiler then asks for, and shows everywhere.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Library from "../index.js";
import { copyHouse, loadedFrom, sourcesOf } from "./house-copy.js";
import { inProcess } from "./in-process.js";
import { ASKED_FOR, FILES, LISTED } from "./made-up-module.js";

const house = mkdtempSync(join(tmpdir(), "allocheck-"));
let program: typeof import("../cli/program.js");

beforeAll(async () => {
  copyHouse(house, sourcesOf(FILES, [LISTED, ASKED_FOR]));
  program = await loadedFrom(house, "cli/program.js");
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

const cli = (line: string) => inProcess([...line.split(" "), "--no-color"], program.main);
const plain = (line: string) => inProcess(line.split(" "), program.main);
const inHouse = (file: string) => join(house, "dist", file);
const SMALL = "--frames 2 --owners 1 --slices 1";

test("check explores it: its command, its bound, its reason", async () => {
  const outcomes = async (bound: number) => {
    const { code, stdout } = await cli(
      `check --spec-only --modules pins ${SMALL} --longest-pin ${bound} --json --quiet --workers 1`,
    );
    const [run] = (JSON.parse(stdout) as { runs: Library.Run[] }).runs;
    expect({ code, verdict: run?.verdict, modules: run?.scope.modules }).toEqual({
      code: 0,
      verdict: "holds",
      modules: ["core", "pins"],
    });
    return run?.outcomes ?? {};
  };
  const one = await outcomes(1);
  const two = await outcomes(2);
  for (const outcome of ["pin:accepted", "pin:not-reserved", "release:pinned"])
    expect({ outcome, times: one[outcome] }).toEqual({ outcome, times: expect.any(Number) });
  expect(two["pin:accepted"]).toBeGreaterThan(one["pin:accepted"] ?? 0);
});

test("an allocator that offers its command is held to it, and one that forgets it is caught and replayed", async () => {
  // By its clause a drop ends pins: without it this one would be told to refuse the release behind that.
  const sound = await cli(
    `check ${inHouse("pinner.js")} --frames 1 --owners 1 --slices 1 --quiet --workers 1`,
  );
  expect(sound).toMatchObject({ code: 0, stdout: expect.stringContaining("modules core+pins") });
  const faulty = await cli(
    `check ${inHouse("forgets-pins.js")} ${SMALL} --longest-pin 2 --save ${house} --quiet --workers 1`,
  );
  expect(faulty.code).toBe(1);
  expect(faulty.stdout).toContain("longestPin 2");
  for (const part of [
    "release/pinned",
    "release is refused when some frame of the range is pinned",
    "^ pinned",
  ])
    expect(faulty.stdout).toContain(part);
  const file = readdirSync(house).find((name) => name.includes("release-pinned")) ?? "";
  const replayed = await cli(`replay ${join(house, file)} --json`);
  expect(replayed).toMatchObject({ code: 1, stdout: expect.stringContaining("release/pinned") });
});

test("its reason is an answer like any other: it is right where it is true, and wrong elsewhere", async () => {
  const { code, stdout } = await cli(
    `check ${inHouse("says-pinned.js")} ${SMALL} --json --quiet --workers 1`,
  );
  const [run] = (JSON.parse(stdout) as { runs: Library.Run[] }).runs;
  expect({ code, rules: run?.counterexamples.map(({ rule }) => rule) }).toEqual({
    code: 1,
    rules: ["release/true-reason"],
  });
  expect(run?.counterexamples[0]?.found).toBe("refused: pinned");
});

test("list, explain, the rules page and the glossary name it", async () => {
  const { stdout } = await cli("list rules");
  for (const part of ["pin/not-reserved", "release/pinned", "pins-end-with-slices"])
    expect(stdout).toContain(part);
  expect((await cli("list modules")).stdout).toContain("pins\n      some reserved frames");
  const brought = await cli("explain pins");
  for (const part of ["module pins", "commands    pin", "reasons     pinned", "bounds      longestPin"])
    expect(brought.stdout).toContain(part);
  const explained = await cli("explain pin/not-reserved");
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining("what anybody may be given") });
  const { rulesPage } = await loadedFrom<typeof import("../report/pages/rules-page.js")>(
    house,
    "report/pages/rules-page.js",
  );
  const { ROWS } = await loadedFrom<typeof import("../cli/rule-book/rules.js")>(
    house,
    "cli/rule-book/rules.js",
  );
  const { frameLifecycle, LIFECYCLE_SCOPES } = await loadedFrom<
    typeof import("../explore/rule-book/frame-lifecycle.js")
  >(house, "explore/rule-book/frame-lifecycle.js");
  const page = rulesPage({
    entries: ROWS.map((row) => ({
      ...row,
      neededFor: null,
      neededFrom: null,
      keptBy: [],
      witness: null,
      knockOut: null,
    })),
    provenance: [],
    clauses: [],
    life: frameLifecycle(LIFECYCLE_SCOPES.slice(-1)),
    others: [],
    elsewhere: { modules: [], allocators: [] },
  });
  for (const part of [
    "- **pin**: a promise to a device that it may write to a frame.",
    "reserved --> pinned: pin",
    "Where it is in force, some reserved frames are written to by a device",
    "release/pinned",
  ])
    expect(page).toContain(part);
});

test("its bound is an option, of the config and of the library as well", async () => {
  const help = await plain("check --help");
  expect(help.stdout.replace(/\s+/g, " ")).toContain(
    "--longest-pin <N> frames of a pin, 1 when not given (1 to 64)",
  );
  expect((await plain("export --help")).stdout).toContain("--longest-pin <N>");
  expect(await cli("check bitmap --longest-pin 65")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--longest-pin takes a whole number from 1 to 64, not 65"),
  });
  const config = join(house, "allocheck.config.mjs");
  const target = { module: "bitmap", scope: { longestPin: 3 } };
  writeFileSync(config, `export default ${JSON.stringify({ targets: [target] })};\n`);
  const printed = await cli(`check --config ${config} --print-config`);
  expect(JSON.parse(printed.stdout)).toMatchObject({ targets: [{ scope: { longestPin: 3 } }] });
  const { check } = await loadedFrom<typeof Library>(house, "index.js");
  const { default: pinner } = await loadedFrom<{ default: Library.AllocatorDefinition }>(house, "pinner.js");
  const small = { frames: 1, owners: 1, slices: 1 };
  const withBound = { ...small, longestPin: 2 }; // which the type of the house's own options does not know
  expect(check(pinner, withBound).scope).toEqual({ ...check(pinner, small).scope, longestPin: 2 });
});
