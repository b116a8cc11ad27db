/** Bad input as a person meets it: exit 2, one line that says what is wrong and what to do. */
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { readJson } from "../../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";

const RECORDED = "counterexamples/bitmap-ignores-slices.release-live-slice.json";
const recorded = readJson(RECORDED) as Readonly<Record<string, unknown>>;
const recordedText = JSON.stringify(recorded, null, 2);

interface Case {
  readonly what: string;
  readonly args: readonly string[];
  /** Files to be there, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly says: string;
}

const withField = (field: string, value: unknown) => JSON.stringify({ ...recorded, [field]: value });
const alloc = { command: { kind: "alloc" }, answer: { kind: "accepted", frame: 0 } };
const free = (frame: number) => ({ command: { kind: "free", frame }, answer: { kind: "accepted" } });
const replayOf = (what: string, text: string, says: string): Case => {
  return { what, args: ["replay", "it.json"], files: { "it.json": text }, says };
};

const cases: readonly Case[] = [
  {
    what: "an unknown target",
    args: ["check", "bitmpa"],
    says: "there is no allocator bitmpa; did you mean bitmap?",
  },
  {
    what: "a target with a line break",
    args: ["check", "a\nb"],
    says: 'there is no allocator "a\\nb"; see: allocheck list allocators',
  },
  {
    what: "an empty target",
    args: ["check", ""],
    says: 'there is no allocator ""; see: allocheck list allocators',
  },
  {
    what: "a target that is a text",
    args: ["check", "./notes.md"],
    files: { "notes.md": "# Notes" },
    says: "./notes.md is no module; name a .ts, .js, .wasm, .c, .cpp, .rs or .zig file",
  },
  {
    what: "a target that is a counterexample",
    args: ["check", "./it.json"],
    files: { "it.json": "{}" },
    says: "./it.json is no module; a counterexample is run again with: allocheck replay FILE",
  },
  {
    what: "a module in the place of a counterexample",
    args: ["replay", "mine.ts"],
    files: { "mine.ts": "" },
    says: "mine.ts is a module, and no counterexample; look for one with: allocheck check mine.ts",
  },
  {
    what: "a name in the place of a counterexample",
    args: ["shrink", "bitmap-pins-once"],
    says: "bitmap-pins-once is an allocator, and no trace; name a counterexample file, or a log of commands: --from LOG",
  },
  {
    what: "a directory to shrink",
    args: ["shrink", "."],
    says: ". is a directory; name one counterexample file",
  },
  {
    what: "a boot that is empty",
    args: ["boot", "boot.json"],
    files: { "boot.json": "\n" },
    says: "boot.json is empty; write for example",
  },
  {
    what: "an unknown contract",
    args: ["check", "bitmap", "--contract", "stict"],
    says: "there is no contract stict; did you mean strict?",
  },
  {
    what: "an unknown reporter",
    args: ["check", "bitmap", "--reporter", "xml"],
    says: "there is no reporter xml; use text, json, jsonl, ",
  },
  {
    what: "a reporter without its file",
    args: ["check", "bitmap", "--reporter", "json:"],
    says: "--reporter json: names no file; write json:FILE",
  },
  {
    what: "an unknown option",
    args: ["check", "--frame", "3"],
    says: "unknown option '--frame'; did you mean --frames?\n",
  },
  {
    what: "an option of other commands, and one that is spelt alike",
    args: ["fuzz", "bitmap", "--workers", "2"],
    says: "fuzz takes no --workers; it is an option of check; see: allocheck fuzz --help\n",
  },
  {
    what: "an option without its value",
    args: ["check", "--frames"],
    says: "allocheck: --frames <N> needs a value; see: allocheck check --help\n",
  },
  { what: "an unknown command", args: ["chek"], says: "unknown command 'chek'; did you mean check?\n" },
  {
    what: "an unknown option with a line break",
    args: ["check", "--a\nb"],
    says: "unknown option '--a b'; see: allocheck check --help\n",
  },
  {
    what: "too many arguments",
    args: ["list", "rules", "contracts"],
    says: "too many arguments for 'list': expected 1 argument but got 2; see: allocheck list --help\n",
  },
  {
    what: "something else to expect",
    args: ["replay", "x.json", "--expect", "fixed"],
    says: "allocheck: --expect takes broken, not fixed; write --expect broken\n",
  },
  { what: "an unknown list", args: ["list", "rulz"], says: "there is no list of rulz; did you mean rules?" },
  {
    what: "a target for the specification alone",
    args: ["check", "bitmap", "--spec-only"],
    says: "--spec-only takes no target and no contract; leave one of them out",
  },
  {
    what: "nothing to replay",
    args: ["replay"],
    says: "missing required argument 'FILE|DIR'; see: allocheck replay --help\n",
  },
  {
    what: "a missing file",
    args: ["replay", "gone.json"],
    says: "gone.json does not exist; name a counterexample file",
  },
  {
    what: "a path below a file",
    args: ["replay", "it.json/below"],
    files: { "it.json": recordedText },
    says: "it.json/below cannot be read (ENOTDIR: a file stands where a directory is meant); name a counterexample file",
  },
  {
    what: "an empty directory",
    args: ["replay", "."],
    says: ". holds no .json file; record one with: allocheck check",
  },
  replayOf("an empty file", "", "it.json is empty; record it again with: allocheck check"),
  replayOf("blanks", " \n\n", "it.json is empty; record it again"),
  replayOf("no JSON", "a trace\nof two lines\n", "it.json is not JSON: "),
  replayOf("truncated JSON", recordedText.slice(0, 300), "it.json is not JSON: "),
  replayOf(
    "other JSON",
    '{ "name": "allocheck" }',
    "it.json is not a counterexample of allocheck; record it again",
  ),
  replayOf("a list", "[1]", "it.json is not a counterexample of allocheck; record it again"),
  replayOf("null", "null", "it.json is null, and not a counterexample of allocheck; record it again"),
  replayOf(
    "another version",
    withField("version", 2),
    "it.json has version 2, this allocheck reads version 1; use the",
  ),
  replayOf(
    "a version in words",
    withField("version", "1\n"),
    'it.json has version "1\\n", this allocheck reads version 1',
  ),
  replayOf(
    "a part missing",
    withField("steps", undefined),
    "it.json is not a whole counterexample: steps is missing; record it again",
  ),
  replayOf(
    "a step that is none",
    withField("steps", [{ command: { kind: "seize" }, answer: { kind: "accepted" } }]),
    "it.json is not a whole counterexample at steps.0.command: kind must be one of reserve, ",
  ),
  replayOf("a stray field", withField("seed", 7), "it.json is not a whole counterexample: seed is unknown; "),
  replayOf(
    "a command outside its scope",
    withField("steps", [alloc, free(4)]),
    "allocheck: it.json: step 2, free(4), is outside the counterexample's scope; correct the step",
  ),
  replayOf(
    "a scope too large",
    withField("scope", { frames: 4097, owners: 2, slices: 3, modules: ["core"], initial: "free" }),
    "it.json is not a whole counterexample at scope: frames must be at most 4096, not 4097; ",
  ),
  replayOf(
    "an allocator that does not exist",
    withField("allocator", "bitmap-ignore-slices"),
    "allocheck: it.json: there is no allocator bitmap-ignore-slices; did you mean bitmap-ignores-slices?",
  ),
  replayOf(
    "no allocator",
    withField("allocator", null),
    "it.json is a trace of the specification alone; name an",
  ),
  replayOf(
    "a contract that does not exist",
    withField("contract", "lenient"),
    "allocheck: it.json: there is no contract lenient; see: allocheck list contracts",
  ),
  {
    what: "an unknown allocator to replay on",
    args: ["replay", "it.json", "--on", "bitmpa"],
    files: { "it.json": recordedText },
    says: "allocheck: there is no allocator bitmpa; did you mean bitmap?",
  },
  {
    what: "a result below a file",
    args: ["check", "bitmap-frees-twice", "--reporter", "json:it.json/run.json"],
    files: { "it.json": "" },
    says: "it.json/run.json cannot be written (ENOTDIR: a file stands where a directory is meant); name a place that can be written",
  },
  {
    what: "a directory as the result",
    args: ["list", "--reporter", "json:."],
    says: ". cannot be written (it is a directory); name a place that can be written",
  },
  {
    what: "findings to be saved below a file",
    args: ["check", "bitmap-frees-twice", "--save", "it.json/findings"],
    files: { "it.json": "" },
    says: "it.json/findings cannot be written (ENOTDIR: a file stands where a directory is meant); name a place that can be written",
  },
  {
    what: "findings to be saved in a file",
    args: ["check", "bitmap-frees-twice", "--save", "it.json"],
    files: { "it.json": "" },
    says: "it.json cannot be written (ENOTDIR: a file stands where a directory is meant); name a place that can be written",
  },
  {
    what: "a config that is not there",
    args: ["check", "--config", "it.config.mjs"],
    says: "there is no config it.config.mjs; write one with: allocheck init",
  },
  {
    what: "a boot of the wrong kind",
    args: ["boot", "boot.json"],
    files: { "boot.json": '{"memory": true}' },
    says: "boot.json is no boot: memory",
  },
  {
    what: "a bad place after a good one",
    args: [
      "check",
      "bitmap",
      "--save",
      "new/place",
      "--reporter",
      "json:ok.json",
      "--reporter",
      "text:/proc/gone/x",
    ],
    says: "/proc/gone/x cannot be written (ENOENT: there is no such file); name a place",
  },
];

test.each(cases)("$what", async ({ args, files = {}, says }) => {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const before = everythingBelow(cwd);
  const { code, stdout, stderr } = await served(args, { cwd });
  expect(stderr).toContain(says);
  expect(stderr).toMatch(/^allocheck: [^\n]+; [^\n]+\n$/);
  expect(code).toBe(2);
  if (args.includes("--json")) expect(JSON.parse(stdout)).toMatchObject({ version: 1, error: {} });
  else expect(stdout).toBe("");
  expect(everythingBelow(cwd)).toEqual(before);
});

test("a file of 100 MB is refused without reading it", async () => {
  const cwd = temporaryDirectory();
  const file = join(cwd, "big.json");
  writeFileSync(file, "");
  truncateSync(file, 100_000_000); // sparse: it takes no room
  const { code, stderr } = await served(["replay", file], { cwd });
  expect(stderr).toContain("has 100000000 bytes, a counterexample has at most 1000000; name a file that");
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(code).toBe(2);
});

test("a directory named like a counterexample is a directory", async () => {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, "odd.json"));
  const { code, stderr } = await served(["replay", cwd], { cwd });
  expect(stderr).toMatch(/^allocheck: [^\n]* holds no \.json file; record [^\n]+\n$/);
  expect(code).toBe(2);
});
