/** What is on record does not fail, what is new does, and so does a record that is fixed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const SCOPE = ["--frames", "2", "--owners", "1", "--slices", "1", "--quiet"];
const AS_IS = ["check", "bitmap-as-is", "--contract", "strict", ...SCOPE];

async function recorded(): Promise<string> {
  const directory = temporaryDirectory();
  expect((await inProcess([...AS_IS, "--all", "--save", directory])).code).toBe(1);
  expect(readdirSync(directory).length).toBeGreaterThan(2);
  return directory;
}

test("all on record passes and is told; one that is missing there fails", async () => {
  const directory = await recorded();
  const known = await inProcess([...AS_IS, "--known", directory, "--json"]);
  expect(known.code).toBe(0);
  const told = JSON.parse(known.stdout) as {
    verdict: string;
    known: { findings: unknown[]; stale: unknown[] };
  };
  expect(told.verdict).toBe("holds");
  expect(told.known.findings).toHaveLength(readdirSync(directory).length);
  expect(told.known.stale).toEqual([]);
  const text = await inProcess([...AS_IS, "--known", directory]);
  expect(text.stdout).toContain(`known: free/already-free, recorded in ${directory}/`);
  expect((await inProcess([...AS_IS, "--known", temporaryDirectory()])).code).toBe(1); // where one begins

  // The same rule by other commands is another finding: nothing new hides behind what was accepted.
  const file = join(directory, readdirSync(directory).find((name) => name.includes("free-reserved"))!);
  const record = JSON.parse(readFileSync(file, "utf8")) as { steps: { command: { range?: object } }[] };
  const [first] = record.steps;
  const reserve = { ...first, command: { ...first!.command, range: { start: 0, count: 2 } } };
  writeFileSync(file, JSON.stringify({ ...record, steps: [reserve, ...record.steps.slice(1)] }));
  expect((await inProcess([...AS_IS, "--known", directory])).code).toBe(1);
});

test("a record that is fixed fails and names the file to delete", async () => {
  const directory = temporaryDirectory();
  const broken = ["check", "bitmap-frees-twice", ...SCOPE, "--all"];
  await inProcess([...broken, "--save", directory]);
  const [name = ""] = readdirSync(directory);
  const file = join(directory, name);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll("bitmap-frees-twice", "bitmap"));
  const { code, stdout } = await inProcess(["check", "bitmap", ...SCOPE, "--known", directory]);
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, " ")).toContain(`delete ${file}`);
  const json = await inProcess(["check", "bitmap", ...SCOPE, "--known", directory, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "broken", known: { stale: [{ file }] } });
});

test("of two files whose allocators have one name, a record is of the one that it was made of", async () => {
  const cwd = temporaryDirectory();
  const twice = (free: string) => `
    import { defineAllocator, fromObject } from "${ROOT}dist/bundle/index.js";
    const make = ({ frames }) => ({ used: new Array(frames).fill(false) });
    const calls = {
      alloc: (o) => { const i = o.used.indexOf(false); if (i >= 0) o.used[i] = true; return i; },
      free: (o, { frame }) => { ${free}; o.used[frame] = false; return true; },
    };
    export default defineAllocator({ name: "pool", make: fromObject({ make, calls }) });`;
  writeFileSync(join(cwd, "right.mjs"), twice("if (!o.used[frame]) return false"));
  writeFileSync(join(cwd, "wrong.mjs"), twice(""));
  const check = (...args: string[]) => served(["check", ...args, "--frames", "1", "--quiet"], { cwd });
  expect((await check("./wrong.mjs", "--all", "--save", "known")).code).toBe(1);
  const { code, stdout } = await check("./right.mjs", "./wrong.mjs", "--known", "known");
  expect([code, stdout]).toEqual([0, expect.stringContaining("known: free/already-free, recorded in")]);
});

test("records of allocators that are not checked are counted and not looked at", async () => {
  const directory = await recorded();
  const { code, stdout } = await inProcess(["check", "bitmap", ...SCOPE, "--known", directory]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/\d known findings of allocators that were not checked/);
});

test("no such directory, a file that is none, and a trace that shows nothing are misuse", async () => {
  const directory = await recorded();
  const misuse = async (at: string) => (await inProcess([...AS_IS, "--known", at])).code;
  expect(await misuse(join(directory, "none"))).toBe(2);
  const file = join(directory, readdirSync(directory)[0]!);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/"rule": "[^"]*"/, '"rule": "release/live-slice"'));
  expect(await misuse(directory)).toBe(2);
  mkdirSync(join(directory, "more"));
  writeFileSync(join(directory, "more", "x.json"), "{}");
  expect(await misuse(directory)).toBe(2);
});
