import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseCounterexample } from "../../counterexamples/validate.js";
import { NAMED } from "../../impl/registry.js";
import { served } from "../../testing/cli.js";
import { type CliResult, inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";

interface Answer {
  readonly runs: readonly {
    readonly allocator: string | null;
    readonly verdict: string;
    readonly stoppedBy: string | null;
    readonly depth: number;
    readonly counterexamples: readonly { readonly rule: string; readonly steps: readonly unknown[] }[];
  }[];
}

/** The machine output of a check, which must have exited as expected. */
async function runsOf(args: readonly string[], code: number): Promise<Answer["runs"]> {
  const result = await inProcess(["check", ...args, "--json"]);
  expect(result.code).toBe(code);
  return (JSON.parse(result.stdout) as Answer).runs;
}

test("without names every sound allocator is checked, each in the scopes that it brings", async () => {
  const { code, stdout } = await served(["check", "--print-config"]);
  expect(code).toBe(0);
  const { targets } = JSON.parse(stdout) as { readonly targets: readonly { target: { name: string } }[] };
  const jobs = targets.map(({ target }) => target.name);
  const sound = NAMED.filter((definition) => definition.class === "sound");
  expect(jobs).toEqual(sound.flatMap(({ name, scopes = [{}] }) => scopes.map(() => name)));
  expect(jobs.filter((name) => name === "memblock").length).toBeGreaterThan(5);
});

test("sound allocators hold, and the claim says over what", async () => {
  const { code, stdout, stderr } = await inProcess(["check", "bitmap", "free-list", "--quiet", "--verbose"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  for (const name of ["bitmap", "free-list"])
    expect(stdout).toContain(`${name}  contract strict; 4 frames, 2 owners, 3 slices\n`);
  expect(stdout.match(/ {2}holds {2}5,370 states, 333,088 commands tried, 35,539 transitions/g)).toHaveLength(
    2,
  );
  expect(stdout).toContain(
    "Every command sequence of any length in which at most 3 slices are alive at\n" +
      "  once, over 4 frames and 2 owners, is answered as contract strict demands.\n",
  );
  expect(stdout).toMatch(/command {2}outcome +alone {2}among several\n/);
  expect(stdout).toMatch(/\n2 runs: 2 holds, [\d.]+ s\n$/);
});

test("a release under a live slice is shown as a program, with its rule", async () => {
  const { code, stdout } = await inProcess(["check", "bitmap-ignores-slices"]);
  expect(code).toBe(1);
  expect(stdout).toContain(
    [
      "   1  reserve(0, owner 1)  -> accepted",
      "      |1 . . .|",
      "   2  borrow(0)            -> accepted",
      "      |1 . . .|",
      "      |=      |  live: [0]",
      "   3  release(0, owner 1)  -> accepted",
    ].join("\n"),
  );
  expect(stdout).toContain("  rule      release/live-slice\n");
  expect(stdout).toContain("  expected  refused: live-slice\n  found     accepted\n");
  expect(stdout).toContain("No shorter sequence breaks a rule in this scope.");
});

test("--save writes the counterexample and nothing else", async () => {
  const cwd = temporaryDirectory();
  const directory = join(cwd, "made", "where needed");
  const { code, stdout } = await inProcess(["check", "bitmap-ignores-slices", "--save", directory]);
  expect(code).toBe(1);
  const file = join(directory, "bitmap-ignores-slices.release-live-slice.json");
  expect(stdout).toContain(`saved ${file}\n`);
  expect(everythingBelow(cwd)).toEqual([
    "made",
    join("made", "where needed"),
    join("made", "where needed", "bitmap-ignores-slices.release-live-slice.json"),
  ]);
  expect(parseCounterexample(readFileSync(file, "utf8"), file).allocator).toBe("bitmap-ignores-slices");
});

test("--save writes nothing, not even the directory, when nothing is broken", async () => {
  const cwd = temporaryDirectory();
  const { code } = await inProcess(["check", "bitmap", "--frames", "2", "--save", join(cwd, "findings")]);
  expect(code).toBe(0);
  expect(everythingBelow(cwd)).toEqual([]);
});

test("what cannot be saved after the run does not take the result with it", async () => {
  const cwd = temporaryDirectory();
  // The places are fit to be written before the run; the allocator spoils them.
  const text = `
    import { writeFileSync, mkdirSync } from "node:fs";
    import { defineAllocator } from "${ROOT}dist/bundle/index.js";
    writeFileSync("findings", "");
    mkdirSync("run.json");
    const make = () => ({ state: new Uint8Array(1), alloc: () => 99 });
    export default defineAllocator({ name: "spoiler", make });
  `;
  writeFileSync(join(cwd, "spoiler.mjs"), text);
  const args = ["check", "./spoiler.mjs", "--quiet", "--save", "findings", "--reporter", "json:run.json"];
  const { code, stdout, stderr } = await served(args, { cwd });
  expect(stdout).toMatch(/^spoiler {2}contract strict/);
  expect(stdout).toContain("  rule      alloc/free-frame\n");
  expect(stdout).not.toContain("saved");
  expect(stderr.split("\n")).toEqual([
    "allocheck: findings cannot be written (ENOTDIR: a file stands where a directory is meant); name a place that can be written",
    "allocheck: run.json cannot be written (it is a directory); name a place that can be written",
    "",
  ]);
  expect(code).toBe(2);
});

test("without --save a broken check writes nothing", async () => {
  const cwd = temporaryDirectory();
  expect((await served(["check", "bitmap-frees-twice"], { cwd })).code).toBe(1);
  expect(everythingBelow(cwd)).toEqual([]);
});

test("of several allocators the gravest verdict decides the exit code", async () => {
  const runs = await runsOf(["bitmap", "bitmap-frees-twice", "free-list", "--max-depth", "1"], 1);
  expect(runs.map(({ allocator, verdict }) => [allocator, verdict])).toEqual([
    ["bitmap", "unfinished"],
    ["bitmap-frees-twice", "broken"],
    ["free-list", "unfinished"],
  ]);
  await runsOf(["bitmap-as-is", "bitmap", "--max-depth", "7"], 3);
});

test("several runs end in a line that counts the verdicts", async () => {
  const { stdout } = await inProcess(["check", "bitmap", "bitmap-frees-twice", "--frames", "2"]);
  expect(stdout).toMatch(/\n\n2 runs: 1 holds, 1 broken, [\d.]+ s\n$/);
});

test("--spec-only explores the specification alone", async () => {
  const [run] = await runsOf(["--spec-only"], 0);
  expect(run).toMatchObject({
    allocator: null,
    verdict: "holds",
    states: 5370,
    transitions: 36016,
    depth: 7,
  });
  const { stdout } = await inProcess(["check", "--spec-only", "--frames", "2"]);
  expect(stdout).toMatch(/^the specification alone {2}contract strict; 2 frames/);
  expect(stdout).toContain("keeps the invariants.");
});

test.each([
  { args: ["--max-depth", "2"], stoppedBy: "max-depth", depth: 2 },
  { args: ["--max-depth", "0"], stoppedBy: "max-depth", depth: 0 },
  { args: ["--max-states", "100"], stoppedBy: "max-states", depth: 2 },
  { args: ["--max-seconds", "0"], stoppedBy: "max-seconds", depth: 0 },
])("a budget leaves the run unfinished: $args", async ({ args, stoppedBy, depth }) => {
  const [run] = await runsOf(["bitmap", ...args], 3);
  expect(run).toMatchObject({ verdict: "unfinished", closed: false, stoppedBy, depth });
});

test("an unfinished run says how far it came", async () => {
  const { stdout } = await inProcess(["check", "bitmap", "--max-depth", "2"]);
  expect(stdout).toContain("  unfinished  151 states, 1,430 commands tried, 313 transitions, depth 2,");
  expect(stdout).toContain("Stopped by max-depth. Every sequence of up to 2 commands");
});

test("a budget that is not used up changes nothing", async () => {
  const limits = ["--max-depth", "99", "--max-states", "99999", "--max-seconds", "600"];
  const [run] = await runsOf(["bitmap", "--frames", "2", ...limits], 0);
  expect(run).toMatchObject({ verdict: "holds", closed: true, stoppedBy: null });
  expect(run).toMatchObject({ budget: { maxDepth: 99, maxStates: 99_999, maxSeconds: 600 } });
});

test("the page bitmap as it is keeps its own contract", async () => {
  const [run] = await runsOf(["bitmap-as-is"], 0);
  expect(run).toMatchObject({
    contract: "boot-bitmap",
    verdict: "holds",
    notOffered: ["release", "borrow", "drop"],
  });
});

test("under strict the page bitmap as it is departs in six ways, each by its shortest trace", async () => {
  const [run] = await runsOf(["bitmap-as-is", "--contract", "strict", "--all"], 1);
  expect(run?.counterexamples.map(({ rule, steps }) => [rule, steps.length])).toEqual([
    ["free/already-free", 1],
    ["free-block/already-free", 1],
    ["reserve/overlaps-reserved", 2],
    ["free/reserved", 2],
    ["free-block/reserved", 2],
    ["reserve/overlaps-allocated", 2],
  ]);
  expect(run?.stoppedBy).toBe(null);
});

test("--all shows every counterexample as text", async () => {
  const { stdout } = await inProcess(["check", "bitmap-as-is", "--contract", "strict", "--all"]);
  expect(stdout).toContain("  broken (6 rules)  ");
  expect(stdout.match(/^ {2}rule {6}/gm)).toHaveLength(6);
  expect(stdout).toContain("Each counterexample is a shortest one for its rule. The search went on");
  expect(stdout.replace(/\s+/g, " ")).toContain("went on to its end, but not past the ");
});

/** A file that is no allocator. */
function noAllocator(): string {
  const file = join(temporaryDirectory(), "mine.mjs");
  writeFileSync(file, "export default 7;");
  return file;
}

test("a target that cannot be checked takes nothing from the others", async () => {
  const file = noAllocator();
  const directory = temporaryDirectory();
  const args = [
    "check",
    "bitmap-frees-twice",
    file,
    "bitmap",
    "--frames",
    "2",
    "--quiet",
    "--save",
    directory,
  ];
  const { code, stdout, stderr } = await inProcess([...args, "--json"]);
  expect(code).toBe(2);
  const what = `${file} exports something else than an allocator`;
  expect(stderr).toBe(`allocheck: ${what}; write: export default defineAllocator({ name, make })\n`);
  const { runs, errors } = JSON.parse(stdout) as Answer & { readonly errors: unknown };
  expect(runs.map(({ verdict }) => verdict)).toEqual(["broken", "holds"]);
  expect(errors).toEqual([
    { target: file, code: "no-allocator", message: what, remedy: expect.stringContaining("defineAllocator") },
  ]);
  expect(everythingBelow(directory)).toEqual(["bitmap-frees-twice.free-already-free.json"]);
  const text = await inProcess(args);
  expect(text.stdout.replace(/\s+/g, " ")).toContain(
    ` not checked: ${what} In a window of a larger pool as well: 1 of 2 runs. --verbose tells which. ` +
      "3 runs: 1 holds, 1 broken, 1 not checked, ",
  );
});

test("where no target can be checked, several are told one by one and one by itself", async () => {
  const file = noAllocator();
  const two = await inProcess(["check", file, file, "--json"]);
  expect(two.code).toBe(2);
  expect(JSON.parse(two.stdout)).toMatchObject({ runs: [], errors: [{ target: file }, { target: file }] });
  const one = await inProcess(["check", file, "--json"]);
  expect(JSON.parse(one.stdout)).toMatchObject({ error: { code: "no-allocator" } });
});

test("a file that is missing is looked for before anything is begun", async () => {
  const { code, stdout, stderr } = await inProcess(["check", "bitmap", "./gone.mjs"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    "allocheck: there is no file ./gone.mjs; name a .ts, .js, .wasm, .c, .cpp, .rs or .zig file\n",
  );
});

test("--can-always tells what is for ever, and the run is the same for any number of workers", async () => {
  const args = ["check", "boot-bitmap", "--frames", "2", "--can-always", "--quiet"];
  const held = await inProcess([...args, "--verbose"]);
  expect([held.code, held.stdout]).toEqual([
    0,
    expect.stringContaining("for ever, so not asked:\n    reserved:"),
  ]);
  const cut = await inProcess([...args, "--max-depth", "1", "--verbose"]);
  expect(cut.stdout.replace(/\s+/g, " ")).toContain("not looked at to the end: the run was stopped before");
  const strict = [...args, "--contract", "strict", "--json", "--workers"];
  const [one, two] = [await inProcess([...strict, "1"]), await inProcess([...strict, "2"])];
  const runOf = ({ stdout }: CliResult) => ({ ...JSON.parse(stdout).runs[0], measured: null });
  expect([one.code, runOf(one)]).toEqual([1, runOf(two)]);
  expect(runOf(one).counterexamples[0].rule).toBe("always-releasable");
});
