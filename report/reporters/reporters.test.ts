import { expect, test } from "vitest";
import { accepted, counterexample, free, sampleRun } from "../../testing/samples.js";
import { PLAIN } from "../lines/style.js";
import { REPORTERS } from "./all.js";
import type { CheckEvent, Ended, RunTold } from "./event.js";
import type { Wanted } from "./reporter.js";

const finding = counterexample({ steps: [accepted(free(0))] });
const broken = sampleRun({ allocator: "wrong", verdict: "broken", counterexamples: [finding] });

function runTold(number: number, run = sampleRun(), more: Partial<RunTold> = {}): RunTold {
  const target = run.allocator ?? "the specification alone";
  const again = `allocheck check ${target}`;
  return {
    kind: "run",
    number,
    target,
    file: null,
    run,
    again,
    saved: [],
    known: run.counterexamples.map(() => null),
    lines: {},
    ...more,
  };
}

const end = (more: Partial<Ended> = {}): Ended => ({
  kind: "end",
  lost: [],
  left: [],
  because: null,
  seconds: 2,
  ...more,
});

/** A check of so many targets: what the reporter says at each event. */
function said(name: keyof typeof REPORTERS, events: readonly CheckEvent[], wanted: Partial<Wanted> = {}) {
  const reporter = REPORTERS[name].make({ style: PLAIN, verbose: false, onlyFailures: false, ...wanted });
  return events.map((event) => reporter(event));
}

const begin = (...planned: string[]): CheckEvent => ({ kind: "begin", version: "1.2.3", planned });
const THREE = [
  begin("sample", "wrong", "sample"),
  runTold(1),
  runTold(2, broken, { saved: ["wrong.json"] }),
  runTold(3),
  end(),
];

test("text tells each run as it ends, one that is broken in full, and counts at the end", () => {
  const [none, first, second, third, last] = said("text", THREE);
  const header = "         allocator  scope                                      states     time\n";
  const line = "   sample     4 frames, 2 owners, 3 slices                1,234   0.25 s\n";
  expect([none, first]).toEqual(["", `${header}holds ${line}`]);
  expect(second).toMatch(
    /^\nbroken {3}wrong +4 frames, 2 owners, 3 slices +1,234 {3}0\.25 s\n\n {3}1 {2}free\(0\)/m,
  );
  expect(second).toContain("\n  rule      free/already-free\n");
  expect(second).toMatch(/\n\nsaved wrong\.json\n$/);
  expect(third).toBe(`\nholds ${line}`);
  expect(last).toBe(
    "\nbroken  wrong: free/already-free after 1 command\n" +
      "  allocheck check wrong\n\n3 runs: 2 holds, 1 broken, 2.00 s\n",
  );
});

test("it is said whether a check whose findings are known passes", () => {
  const known = (stale: readonly { file: string; why: string }[]): CheckEvent => ({
    kind: "known",
    stale,
    unlooked: [],
  });
  const isRecorded = runTold(1, broken, { known: ["wrong.json"] });
  const passing = said("text", [begin("wrong"), isRecorded, known([]), end()]).at(-1);
  expect(passing).toBe("\nAll that breaks is known, and passes.\n");
  const fixed = [{ file: "wrong.json", why: "it is no longer broken" }];
  const stale = said("text", [begin("sample"), runTold(1), known(fixed), end()]).at(-1);
  expect(stale).toMatch(/\nA record that is out of date does not pass\.\n$/);
});

test("a table of samples counts commands", () => {
  const sample = { verdict: "sampled", sampled: { runs: 1, seed: 7 }, tried: 5_678 } as const;
  const [, first, second] = said("text", [
    begin("sample", "sample"),
    runTold(1, sampleRun(sample)),
    runTold(2, sampleRun(sample)),
  ]);
  expect(first).toContain("  commands     time\nsampled  sample ");
  expect(second).toMatch(/ 5,678 {3}0\.25 s\n$/);
});

test("a single run is told in full, and needs no summary", () => {
  const [header, all, last] = said("text", [begin("sample"), runTold(1), end()]);
  expect([header, last]).toEqual(["", ""]);
  expect(all).toMatch(/^sample {2}contract strict; 4 frames/);
});

test("--verbose tells all of each, and --only-failures nothing of those that hold", () => {
  const verbose = said("text", THREE, { verbose: true });
  expect(verbose[0]).toBe("");
  expect(verbose[1]).toMatch(/^sample {2}contract strict; 4 frames/);
  const failures = said("text", THREE, { onlyFailures: true });
  expect([failures[0], failures[1], failures[3]]).toEqual(["", "", ""]);
  expect(failures[2]).toMatch(/^broken/);
  const one = said("text", [begin("sample"), runTold(1), end()], { onlyFailures: true });
  expect(one).toEqual(["", "", "1 run: 1 holds, 2.00 s\n"]);
});

test("what came to no run is named and counted", () => {
  const failure = {
    kind: "failure",
    number: 2,
    target: "./mine.ts",
    code: "no-allocator",
    message: "./mine.ts has no default export",
    remedy: "write one",
  } as const;
  const ended = end({ lost: ["b"], left: ["c", "d"], because: "interrupt" });
  const events = [begin("sample", "./mine.ts", "b", "c", "d"), runTold(1), failure, ended];
  const text = said("text", events);
  expect(text[2]).toBe("not checked: ./mine.ts has no default export\n");
  expect(text[3]).toContain("ended without a result: b\nnot begun: c, d\n");
  expect(text[3]).toMatch(/\n5 runs: 1 holds, 1 not checked, 1 without a result, 2 not begun, 2\.00 s\n$/);
  // The one run holds; the whole does not.
  const json = JSON.parse(said("json", events).join("")) as { verdict: string; errors: unknown };
  expect(json.verdict).toBe("unfinished");
  const junit = said("junit", events).join("");
  const why = (name: string) => new RegExp(`name="${name}".*message="([^"]*)"`).exec(junit)?.[1];
  expect(["b", "c", "d"].map(why)).toEqual(["interrupted before it had a result", "not begun", "not begun"]);
  expect(json.errors).toEqual([
    { target: "./mine.ts", code: "no-allocator", message: failure.message, remedy: "write one" },
  ]);
});

test("what was not tried is counted over all runs", () => {
  const gaps = sampleRun({
    notOffered: ["borrow", "drop"],
    leftOut: [{ command: "free", by: "contract", count: 1, of: 4 }],
    notExercised: [{ rule: "borrow/accepted", statement: "", needs: "borrow", possible: false }],
  });
  const text = said("text", [begin("sample", "sample"), runTold(1, gaps), runTold(2, gaps), end()]);
  expect(text.join("").replace(/\s+/g, " ")).toContain(
    "Not tried, over all runs: commands: 4 not offered, 2 left to the client in part; " +
      "promises: 2 ruled out by scope or offer. --verbose tells which.",
  );
});

test("a table leaves room for the scope: a file's name is not its path", () => {
  const told = said("text", [begin("./src/deep/sample.ts", "sample"), runTold(1), end()]);
  expect(told.join("")).toMatch(/\nholds {4}sample {5}4 frames, 2 owners, 3 slices {2}/);
});

test("jsonl is a line for each event as it comes, with the verdict in the last", () => {
  const level = { kind: "level", number: 1, target: "sample", level: 0, states: 1, known: 1 } as const;
  const lines = said("jsonl", [begin("sample"), level, runTold(1, broken), end()]);
  const parsed = lines.map((line) => {
    expect(line.endsWith("}\n") && line.indexOf("\n") === line.length - 1).toBe(true);
    return JSON.parse(line) as { kind: string; verdict?: string };
  });
  expect(parsed.map(({ kind }) => kind)).toEqual(["begin", "level", "run", "end"]);
  expect(parsed[1]).toEqual(level);
  expect(parsed[3]?.verdict).toBe("broken");
});

test.each([40, 50, 60, 80])("no line of text is longer than %d columns", (columns) => {
  const style = { ...PLAIN, width: columns - 2 };
  const long = sampleRun({
    allocator: "two-level-bitmap-stale",
    outcomes: { "reserve:overlaps-allocated+free": 1 },
  });
  for (const verbose of [false, true])
    for (const line of said("text", [...THREE.slice(0, 4), runTold(4, long), end({ left: ["a", "b"] })], {
      style,
      verbose,
    })
      .join("")
      .split("\n"))
      expect(line.length).toBeLessThanOrEqual(columns);
});
