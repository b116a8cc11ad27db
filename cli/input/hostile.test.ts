/** Hostile input of every kind in every place: exit 2, one line, no stack of ours, nothing written. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printable } from "../../model/basics/wording.js";
import { TEXTS, VALUES } from "../../testing/hostile.js";
import { inProcess } from "../../testing/in-process.js";
import { readJson } from "../../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";

/** The command lines that take a text which must be one of a few. */
const OPTIONS: readonly (readonly [place: string, args: (text: string) => readonly string[]])[] = [
  ["a command", (text) => [text]],
  ["a target", (text) => ["check", text]],
  ["a contract", (text) => ["check", "bitmap", "--contract", text]],
  ["a number", (text) => ["check", "bitmap", "--frames", text]],
  ["a size", (text) => ["check", "bitmap", "--max-memory", text]],
  ["modules", (text) => ["check", "bitmap", "--modules", text]],
  ["an alphabet", (text) => ["check", "bitmap", "--alphabet", text]],
  ["a reporter", (text) => ["check", "bitmap", "--reporter", text, "--json"]],
  ["a place to write", (text) => ["list", "--reporter", `json:/proc/${text}`]],
  ["a place to save", (text) => ["check", "bitmap", "--save", `/proc/${text}/x`]],
  ["a place to begin", (text) => ["init", `/proc/${text}`]],
  ["a page's place", (text) => ["docs", "rules", "--out", `/proc/${text}/x`]],
  ["a trace", (text) => ["replay", `/proc/${text}/x`]],
  ["an allocator to replay on", (text) => ["replay", "x.json", "--on", text, "--json"]],
  ["a topic", (text) => ["docs", text]],
  ["a rule", (text) => ["explain", text]],
  ["a list", (text) => ["list", text]],
  ["an export", (text) => ["export", text, "--as", "promela"]],
  ["a language", (text) => ["export", "spec", "--as", text]],
];

const recorded = readJson("counterexamples/bitmap-frees-twice.free-already-free.json") as object;
/** Fields of which a text that is nobody's name is told without a worker. */
const NAMES = ["format", "version", "allocator", "scope", "steps"];

async function refused(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await inProcess(args);
  // Each command line listens for Ctrl-C, and here they are many in one process.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(signal);
  const what = printable(JSON.stringify(args).slice(0, 120));
  expect(code, what).toBe(2);
  expect(stderr, what).toMatch(/^allocheck: [^\n]+\n$/);
  expect(stderr.length, what).toBeLessThan(9000);
  expect(stderr, what).not.toMatch(/internal:|\/dist\/|\bat \/.*\.js:/);
  expect(printable(stderr + stdout), what).toBe(stderr + stdout);
  if (args.includes("--json")) expect(JSON.parse(stdout), what).toHaveProperty("error");
  else expect(stdout, what).toBe("");
}

test.each(OPTIONS)("%s, whatever is given for it", async (_, args) => {
  for (const text of Object.values(TEXTS)) await refused(args(text));
});

test.each([...Object.keys(recorded), "unknown"])(
  "the field %s of a trace, whatever it holds",
  async (field) => {
    const directory = temporaryDirectory();
    const file = join(directory, "it.json");
    const texts = NAMES.includes(field) ? Object.values(TEXTS).map((text) => JSON.stringify(text)) : [];
    for (const value of [...Object.values(VALUES), ...texts]) {
      if (field === "allocator" && value === "null") continue; // the specification alone
      const marked = JSON.stringify({ ...recorded, [field]: "@here@" });
      writeFileSync(
        file,
        marked.replace('"@here@"', () => value),
      );
      await refused(["replay", file]);
    }
    expect(everythingBelow(directory)).toEqual(["it.json"]);
  },
);
