import { expect, test } from "vitest";
import { MODULE_IDS } from "../../model/words/scope.js";
import { inProcess } from "../../testing/in-process.js";
import { outputsOf } from "./options.js";

const COUNTS = [
  { flag: "--frames", most: 64 },
  { flag: "--owners", most: 8 },
  { flag: "--slices", most: 16 },
];
const bad = COUNTS.flatMap(({ flag, most }) =>
  [
    { text: "0", example: 1 },
    { text: "-1", example: 1 },
    { text: `${most + 1}`, example: most },
    { text: "99999999999999999999", example: most },
    ...["1.5", "three", "", "1e1", "0x2", "NaN", "Infinity", " 3"].map((text) => ({ text, example: 3 })),
  ].map((each) => ({ flag, most, ...each })),
);

test.each(bad)(
  "$flag '$text' is refused, and the most it may be is said",
  async ({ flag, most, text, example }) => {
    const { code, stdout, stderr } = await inProcess(["check", "bitmap", flag, text]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^allocheck: [^\n]+\n$/);
    expect(stderr).toContain(`${flag} takes a whole number from 1 to ${most}, not `);
    expect(stderr.endsWith(`; for example ${flag} ${example}\n`)).toBe(true);
  },
);

test.each(COUNTS)("$flag may be 1 and $most", async ({ flag, most }) => {
  for (const count of [1, most]) {
    const args = ["check", "bitmap", "--max-depth", "0", "--json", flag, `${count}`];
    const { code, stdout } = await inProcess(args);
    expect(code).toBe(3);
    const { runs } = JSON.parse(stdout) as { readonly runs: readonly { readonly scope: unknown }[] };
    expect(runs[0]?.scope).toMatchObject({ [flag.slice(2)]: count });
  }
});

test.each([
  { args: ["--max-depth", "-1"], says: "a whole number of at least 0, not -1" },
  { args: ["--max-depth", "1.5"], says: "a whole number of at least 0, not 1.5" },
  { args: ["--max-states", "0"], says: "a whole number of at least 1, not 0" },
  { args: ["--max-states", "99999999999999999999"], says: "a whole number from 1 to 9007199254740991, not" },
  { args: ["--max-states", ""], says: 'a whole number of at least 1, not ""; for example --max-states 3' },
  { args: ["--frames", " 3"], says: 'a whole number from 1 to 64, not " 3"; for example --frames 3' },
  { args: ["--max-states", "many"], says: "a whole number of at least 1, not many" },
  { args: ["--max-seconds", "-0.1"], says: "a number from 0 to 31536000, not -0.1" },
  { args: ["--max-seconds", "soon"], says: "a number from 0 to 31536000, not soon" },
  { args: ["--suspicion", "-1"], says: "a number from 0 to 1000, not -1; for example --suspicion 0" },
  { args: ["--suspicion", "all"], says: "a number from 0 to 1000, not all" },
  { args: ["--max-seconds", "99999999"], says: "not 99999999; for example --max-seconds 31536000" },
])("a bad budget is refused: $args", async ({ args, says }) => {
  const { code, stdout, stderr } = await inProcess(["check", "bitmap", ...args]);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(says);
  expect(stderr).toMatch(/^allocheck: [^\n]+; for example [^\n]+\n$/);
});

test("seconds may be fractions", async () => {
  const { code } = await inProcess(["check", "bitmap", "--frames", "2", "--max-seconds", "100.5"]);
  expect(code).toBe(0);
});

const text = { reporter: "text", file: null } as const;
const json = { reporter: "json", file: null } as const;
const jsonFile = { reporter: "json", file: "f" } as const;

test("text goes to stdout unless another reporter does", () => {
  expect(outputsOf({ color: true })).toEqual([text]);
  expect(outputsOf({ color: true, reporter: [text] })).toEqual([text]);
  expect(outputsOf({ color: true, json: true })).toEqual([json]);
  expect(outputsOf({ color: true, reporter: [jsonFile] })).toEqual([jsonFile, text]);
  expect(outputsOf({ color: true, reporter: [jsonFile], json: true })).toEqual([jsonFile, json]);
});

test("two reporters cannot share stdout", () => {
  expect(() => outputsOf({ color: true, reporter: [text], json: true })).toThrow(/two reporters/);
});

test("a file name may have colons", async () => {
  const { stderr } = await inProcess(["check", "bitmap", "--reporter", "json:/proc/none/a:b.json"]);
  expect(stderr).toContain("/proc/none/a:b.json cannot be written (ENOENT");
});

test.each([
  [["--modules", "core,bloks"], `there is no module bloks; the modules are ${MODULE_IDS.join(", ")}`],
  [["--modules", ""], `there is no module ""; the modules are ${MODULE_IDS.join(", ")}`],
  [["--alphabet", "latin"], "--alphabet takes pool or foreign, not latin; for example --alphabet foreign"],
])("an unknown part of the specification is refused: %j", async (args, says) => {
  const { code, stderr } = await inProcess(["check", "--spec-only", ...args]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `allocheck: ${says}\n` });
});

test("the modules named are in force, in their order, and the foreign alphabet is one", async () => {
  const modulesOf = async (...args: string[]) => {
    const { stdout } = await inProcess(["check", ...args, "--frames", "2", "--max-depth", "1", "--json"]);
    const { runs } = JSON.parse(stdout) as { runs: readonly { scope: { modules: readonly string[] } }[] };
    return runs[0]?.scope.modules;
  };
  expect(await modulesOf("--spec-only")).toEqual(["core"]);
  expect(await modulesOf("--spec-only", "--modules", "phases,blocks")).toEqual(["core", "blocks", "phases"]);
  expect(await modulesOf("--spec-only", "--alphabet", "foreign")).toEqual(["core", "foreign"]);
  expect(await modulesOf("bitmap", "--alphabet", "pool")).toEqual(["core"]);
  expect(await modulesOf("bitmap", "--modules", "core,foreign")).toEqual(["core", "foreign"]);
});
