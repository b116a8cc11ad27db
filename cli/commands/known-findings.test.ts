/** What is on record does not fail, what is new does, and so does a record that is fixed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";
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
