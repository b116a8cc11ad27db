/** The page of memblock and what it rests on: one set of runs for all tests, since they take a while. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { saveCounterexample } from "../../counterexamples/files.js";
import { replay } from "../../counterexamples/replay.js";
import { API, BESIDES } from "../../impl/memblock/api.js";
import { memblock } from "../../impl/memblock/definition.js";
import { Memblock } from "../../impl/memblock/memblock.js";
import { SUITE } from "../../impl/memblock/suite.js";
import { STRICT } from "../../model/contracts/named.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { describeScope } from "../../model/words/scope.js";
import { inProcess } from "../../testing/in-process.js";
import { currentPage } from "../../testing/pages.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { memblockRuns } from "./memblock-entry.js";

const runs = memblockRuns();

test("the page, and what lies beside it, is current", async () => {
  expect(await currentPage("memblock", "memblock.md")).toEqual({ code: 0, stderr: "", current: true });
});

test("what strict forbids memblock is recorded, each by the same trace today, and is none of its promises", async () => {
  const { stdout } = await inProcess(["docs", "memblock", "--json"]);
  const { deviations } = JSON.parse(stdout) as { readonly deviations: readonly Counterexample[] };
  const [directory, recorded] = [temporaryDirectory(), join(ROOT, "counterexamples/memblock")];
  for (const found of deviations) saveCounterexample(directory, found);
  expect(readdirSync(directory)).toEqual(readdirSync(recorded));
  for (const name of readdirSync(directory))
    expect(readFileSync(join(directory, name), "utf8")).toBe(readFileSync(join(recorded, name), "utf8"));
  for (const found of deviations) {
    const { rule, steps } = found;
    expect(replay(found, memblock, STRICT)).toMatchObject({ fate: "breaks", step: steps.length, rule });
    expect(replay(found, memblock, memblock.contract).fate).not.toBe("breaks");
  }
  // As deep as they are looked for.
  expect(Math.max(...deviations.map(({ steps }) => steps.length))).toBe(5);
});

describe("the scopes", () => {
  test("each is explored to its end and holds, in so many states", () => {
    const golden = runs.map(({ scope, verdict, states, tried, depth }) => ({
      scope: describeScope(scope).replace(/ owners?, 1 slice/, ""),
      verdict,
      counts: [states, tried, depth],
    }));
    const holds = (scope: string, ...counts: number[]) => ({ scope, verdict: "holds", counts });
    expect(golden).toEqual([
      holds("4 frames, 2, modules core+regions", 16_654, 1_199_546, 8),
      holds("4 frames, 1, modules core+regions+limits", 22_720, 1_767_650, 8),
      holds("2 frames, 1, units 2, modules core+regions+limits", 14_280, 1_118_890, 8),
      holds("3 frames, 1, modules core+regions+limits+nodes", 31_936, 2_863_456, 9),
      holds("3 frames, 1, modules core+regions+flags", 103_088, 7_305_200, 9),
      holds("5 frames, 1, modules core+regions+growth", 26_868, 1_432_108, 10),
      holds("4 frames, 1, modules core+regions+limits+growth", 18_490, 1_156_060, 10),
      holds("3 frames, 1, modules core+regions+nodes+growth", 1_590, 108_906, 8),
      holds("3 frames, 1, modules core+regions+flags+growth", 36_154, 2_326_068, 11),
      holds("5 frames, 1, modules core+phases+regions+hand-over+growth", 101_846, 1_785_412, 14),
      holds("3 frames, 1, units 2, modules core+phases+regions+hand-over+growth", 20_088, 673_838, 10),
      holds(
        "2 frames, 1, modules core+phases+foreign+regions+limits+nodes+flags+hand-over+growth",
        18_960,
        1_013_760,
        13,
      ),
    ]);
  });

  test("together they accept every command it has, and exercise every reason and every effect", () => {
    const outcomes = new Set(runs.flatMap((run) => Object.keys(run.outcomes)));
    for (const kind of Object.keys(memblock.offers)) expect(outcomes).toContain(`${kind}:accepted`);
    // What is not listed must be refused: alone of all reasons, exhaustion.
    expect(outcomes).toContain("alloc:exhausted");
    expect(outcomes).toContain("alloc-range:exhausted");
    for (const [key, promise] of Object.entries(memblock.contract.promises))
      if (promise.kind === "instead") expect(outcomes).toContain(key.replace("/", ":"));
    for (const kind of Object.keys(memblock.contract.mayRefuse))
      expect(outcomes).toContain(`${kind}:refused`);
  });

  test("nothing that a scope could show stays unseen in it", () => {
    for (const { notExercised } of runs) expect(notExercised.filter(({ possible }) => possible)).toEqual([]);
  });
});

test("every call of the class has a row, or is said to be none of Linux", () => {
  const names: string[] = [];
  for (
    let proto = Memblock.prototype as object;
    proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  )
    names.push(...Object.getOwnPropertyNames(proto));
  const own = [
    "constructor",
    "reserve_as",
    "attempt",
    "all_or_nothing",
    "setclr_flag",
    "take",
    "grow",
    "list",
    "tell",
    "further",
    "is_allocation",
  ];
  const told = [...API.map(({ call }) => call), ...BESIDES, ...own];
  expect([...new Set(names)].sort()).toEqual([...new Set(told)].sort());
});

test("the checks of Linux's suite are those whose tests there are", () => {
  const { stdout } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/vitest/vitest.mjs"), "list", "dist/impl/memblock", "--json"],
    { cwd: ROOT, encoding: "utf8" },
  );
  const tests = JSON.parse(stdout) as readonly { readonly name: string; readonly file: string }[];
  for (const { tests: file, runs, checks } of SUITE) {
    const names = tests.filter((t) => t.file.endsWith(`/${file}`)).map(({ name }) => name);
    expect(names).toHaveLength(runs);
    const titles = names.map((name) => name.replace(/^.* > /, "").replace(/:.*/s, ""));
    expect([...new Set(titles)]).toEqual(checks);
  }
});
