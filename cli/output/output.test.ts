import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN, plainEnv, served } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";
import { VERSION } from "./version.js";

const RUN_KEYS = [
  "allocator",
  "contract",
  "scope",
  "budget",
  "verdict",
  "closed",
  "stoppedBy",
  "states",
  "tried",
  "transitions",
  "depth",
  "levels",
  "outcomes",
  "notExercised",
  "notOffered",
  "leftOut",
  "counterexamples",
  "measured",
];

interface Answer {
  readonly runs: readonly {
    readonly scope: unknown;
    readonly verdict: string;
    readonly levels: readonly number[];
    readonly measured: unknown;
  }[];
}

function parse(text: string): Answer {
  return JSON.parse(text) as Answer;
}

/** Runs as they compare: without what was measured. */
function comparable({ runs }: Answer) {
  return runs.map(({ measured: _, ...run }) => run);
}

test("json is one object of a known shape", async () => {
  const { code, stdout, stderr } = await inProcess([
    "check",
    "bitmap-ignores-slices",
    "bitmap",
    "--json",
    "--quiet",
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(1);
  const answer = parse(stdout);
  expect(answer).toEqual({
    version: 1,
    tool: { name: "allocheck", version: VERSION },
    verdict: "broken",
    runs: [expect.anything(), expect.anything()],
  });
  for (const run of answer.runs) {
    const beside = run.verdict === "holds" ? ["evidence", "blind"] : [];
    expect(Object.keys(run)).toEqual([...RUN_KEYS, ...beside]);
    const { measured } = run;
    expect(measured).toEqual({
      seconds: expect.any(Number),
      workers: 1,
      statesPerSecond: expect.any(Number),
      peakMemoryBytes: expect.any(Number),
    });
    expect(run.scope).toEqual({ frames: 4, owners: 2, slices: 3, modules: ["core"], initial: "free" });
  }
  expect(answer.runs[0]).toMatchObject({
    allocator: "bitmap-ignores-slices",
    contract: "strict",
    verdict: "broken",
    stoppedBy: "finding",
    closed: false,
    counterexamples: [{ format: "allocheck-counterexample", version: 1, rule: "release/live-slice" }],
  });
  expect(answer.runs[1]).toMatchObject({
    verdict: "holds",
    closed: true,
    stoppedBy: null,
    states: 5370,
    tried: 333_088,
    transitions: 35_539,
    depth: 8,
    counterexamples: [],
    notExercised: [],
    notOffered: [],
    leftOut: [],
    budget: {},
  });
  expect(answer.runs[1]?.levels.reduce((sum, states) => sum + states, 0)).toBe(5370);
});

test("two runs are equal but for what was measured", async () => {
  const args = ["check", "bitmap-as-is", "free-list", "--contract", "strict", "--all", "--json"];
  const [once, again] = [parse((await inProcess(args)).stdout), parse((await inProcess(args)).stdout)];
  expect(comparable(once)).toEqual(comparable(again));
});

test("--reporter json and --json are the same, and their file holds the same", async () => {
  const file = join(temporaryDirectory(), "run.json");
  const args = ["check", "bitmap", "--frames", "2"];
  const short = parse((await inProcess([...args, "--json"])).stdout);
  const long = parse((await inProcess([...args, "--reporter", "json"])).stdout);
  const both = await inProcess([...args, "--reporter", `json:${file}`]);
  expect(comparable(long)).toEqual(comparable(short));
  expect(comparable(parse(readFileSync(file, "utf8")))).toEqual(comparable(short));
  expect(both.stdout).toMatch(/^bitmap {2}contract strict/);
});

test("reporters to several files leave stdout to one, and leave nothing else behind", async () => {
  const directory = temporaryDirectory();
  const files = ["a.json", "b.txt"].map((name) => join(directory, name));
  const to = ["--reporter", `json:${files[0]}`, "--reporter", `text:${files[1]}`, "--reporter", "json"];
  const { code, stdout } = await inProcess(["check", "bitmap", "--frames", "2", ...to]);
  expect(code).toBe(0);
  expect(everythingBelow(directory)).toEqual(["a.json", "b.txt"]);
  expect(readFileSync(`${files[0]}`, "utf8")).toBe(stdout);
  expect(readFileSync(`${files[1]}`, "utf8")).toMatch(/^bitmap {2}contract strict/);
});

test("bad input answers in json where json was asked for", async () => {
  const { code, stdout, stderr } = await inProcess(["check", "bitmpa", "--json"]);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    error: {
      code: "unknown-target",
      message: "there is no allocator bitmpa",
      remedy: "did you mean bitmap? See: allocheck list allocators",
    },
  });
  expect(stderr).toBe(
    "allocheck: there is no allocator bitmpa; did you mean bitmap? See: allocheck list allocators\n",
  );
});

const ESCAPE = "\u001b[";

test.each([
  { args: [], env: {}, coloured: false },
  { args: [], env: { FORCE_COLOR: "1" }, coloured: true },
  { args: [], env: { FORCE_COLOR: "0" }, coloured: false },
  { args: ["--no-color"], env: { FORCE_COLOR: "1" }, coloured: false },
  { args: [], env: { NO_COLOR: "1", FORCE_COLOR: "1" }, coloured: false },
])("piped output with $args and $env is coloured: $coloured", async ({ args, env, coloured }) => {
  const { stdout, stderr } = await served(["check", "bitmap-frees-twice", "--quiet", ...args], { env });
  expect(stdout.includes(ESCAPE)).toBe(coloured);
  expect(stderr).toBe("");
});

test("a file is never coloured", async () => {
  const file = join(temporaryDirectory(), "run.txt");
  await served(["check", "bitmap", "--frames", "2", "--reporter", `text:${file}`], {
    env: { FORCE_COLOR: "1" },
  });
  expect(readFileSync(file, "utf8")).not.toContain(ESCAPE);
});

test.each([
  { args: ["list"], code: 0 },
  { args: ["check", "bitmap-frees-twice", "--quiet"], code: 1 },
  { args: ["replay", "counterexamples/as-is", "--max-command-seconds", "0.5"], code: 1 },
  { args: ["replay", "counterexamples/as-is", "--max-command-seconds", "0.5", "--json"], code: 1 },
])("a reader that closes stdout early is no failure, and hides none: $args", async ({ args, code }) => {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: join(MAIN, "../../.."),
    env: plainEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const exit = await new Promise((resolve) => child.on("close", resolve));
  expect(stderr).toBe("");
  expect(exit).toBe(code);
});
