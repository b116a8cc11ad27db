/** A run that held is answered without being run again where nothing has changed, and only there. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { HERE, hasCompiler, type ModuleName, moduleOf } from "../../testing/wasm/build.js";
import { wantsCache } from "./cache.js";
import { reachesOutside } from "./outside.js";
import { opened, sealed } from "./sealed.js";

const TINY = [
  "--frames",
  "2",
  "--owners",
  "1",
  "--slices",
  "1",
  "--workers",
  "1",
  "--quiet",
  "--cache",
  "--no-windows",
];
const FORMAT = "allocheck-cached-run-1";
const MINE = `
  import { defineAllocator } from "${ROOT}dist/bundle/index.js";
  import { TAKEN } from "./helper.js";
  const make = ({ frames }) => {
    const state = new Uint8Array(frames);
    const alloc = () => {
      const frame = state.indexOf(0);
      return frame < 0 ? -9 : ((state[frame] = TAKEN), frame);
    };
    return { state, alloc, free: (frame) => (state[frame] === 0 ? -10 : (state[frame] = 0)) };
  };
  export default defineAllocator({ name: "mine", make });
`;

/** A place with an allocator in two files, written a while ago. */
function place(): string {
  const directory = temporaryDirectory();
  write(directory, "mine.mjs", MINE);
  write(directory, "helper.js", "export const TAKEN = 1;");
  write(directory, "package.json", '{ "type": "module" }');
  return directory;
}

/** Writes a file, older than any run: what is written while a run begins is not kept. */
function write(directory: string, name: string, text: string): void {
  writeFileSync(join(directory, name), text);
  utimesSync(join(directory, name), 1, 1);
}

/** Whether a check was answered from the cache. */
async function isHit(cwd: string, args: readonly string[] = ["./mine.mjs", ...TINY], env = {}) {
  const { code, stdout } = await served(["check", ...args, "--json"], { cwd, env });
  const { runs } = JSON.parse(stdout) as {
    readonly runs: readonly { readonly verdict: string; readonly measured: { readonly proved?: string } }[];
  };
  const { verdict, measured } = runs[0]!;
  expect({ code, verdict }).toEqual({ code: 0, verdict: "holds" });
  return measured.proved !== undefined;
}

test("what held is answered with its date, and each input that changes is a miss", async () => {
  const cwd = place();
  const again = () => isHit(cwd);
  expect([await again(), await again()]).toEqual([false, true]);
  const text = await served(["check", "./mine.mjs", ...TINY], { cwd });
  expect(text.stdout.replace(/\s+/g, " ")).toMatch(/from the cache: held on \d{4}-\d\d-\d\d in [\d.]+ s/);
  const table = await served(["check", "./mine.mjs", "bump", ...TINY], { cwd });
  expect(table.stdout).toMatch(/^holds +mine .* cached$/m);
  expect(table.stdout).toMatch(/\nFrom the cache: 1 run held on \d{4}-\d\d-\d\d, on the same files\. /);

  const files: readonly (readonly [string, string])[] = [
    ["mine.mjs", `${MINE}\n`],
    ["helper.js", "export const TAKEN = 2;"],
    ["package.json", '{ "type": "module", "private": true }'],
    ["tsconfig.json", "{}"],
  ];
  for (const [name, content] of files) {
    write(cwd, name, content);
    expect([name, await again()]).toEqual([name, false]);
  }
  expect(await again()).toBe(true);
});

test("a module of WebAssembly is answered for by its bytes", async () => {
  const cwd = temporaryDirectory();
  const put = (name: ModuleName) => writeFileSync(join(cwd, "c.wasm"), moduleOf(name));
  const again = () => isHit(cwd, ["./c.wasm", ...TINY]);
  put("list");
  utimesSync(join(cwd, "c.wasm"), 1, 1);
  expect([await again(), await again()]).toEqual([false, true]);
  put("bitmap");
  expect(await again()).toBe(false);
});

test.runIf(hasCompiler())("a C target is one of the bytes that the compiler makes of it", async () => {
  const cwd = temporaryDirectory();
  const put = (more: string) =>
    writeFileSync(
      join(cwd, "c.c"),
      readFileSync(join(HERE, "list.c"), "utf8").replace('#include "abi.h"', more),
    );
  const header = readFileSync(join(HERE, "abi.h"), "utf8");
  const again = () => isHit(cwd, ["./c.c", ...TINY]);
  put(header);
  expect([await again(), await again()]).toEqual([false, true]);
  put(`${header}/* the same code on the same lines */`);
  expect(await again()).toBe(true); // the same code
  put(`${header}EXPORT(int, ac_count_free)(void);\nint ac_count_free(void) { return 1; }\n`);
  expect((await served(["check", "./c.c", ...TINY], { cwd })).code).toBe(1);
});

test("another scope, contract or option is a miss; how many workers there are decides nothing", async () => {
  const cwd = temporaryDirectory();
  const bump = ["bump", ...TINY];
  expect([await isHit(cwd, bump), await isHit(cwd, bump)]).toEqual([false, true]);
  const options =
    "--max-command-seconds 3,--suspicion 1,--all,--contract strict,--owners 2,--max-depth 99,--frames 1";
  for (const option of [...options.split(","), "--no-cache"])
    expect([option, await isHit(cwd, [...bump, ...option.split(" ")])]).toEqual([option, false]);
  expect(await isHit(cwd, [...bump, "--workers", "2"])).toBe(true);
  expect(await isHit(cwd, bump, { NODE_OPTIONS: "--no-warnings" })).toBe(false);
  expect(await isHit(cwd, bump)).toBe(false); // it has been run otherwise since
});

test("another allocheck, another Node, and a file that is not as it was written are misses", async () => {
  const cwd = temporaryDirectory();
  const again = () => isHit(cwd, ["bump", ...TINY]);
  expect([await again(), await again()]).toEqual([false, true]);
  const home = join(cwd, ".allocheck/cache");
  const [name = ""] = readdirSync(home);
  const file = join(home, name);
  const text = readFileSync(file, "utf8");
  const { body } = opened(FORMAT, text) as { readonly body: object };
  const { inputs } = body as { readonly inputs: { readonly tool: object; readonly node: string[] } };
  expect(sealed(FORMAT, body)).toBe(text);
  const misses = [
    sealed(FORMAT, { ...body, inputs: { ...inputs, tool: { ...inputs.tool, version: "0.0.0" } } }),
    sealed(FORMAT, { ...body, inputs: { ...inputs, tool: { ...inputs.tool, build: "0" } } }),
    sealed(FORMAT, { ...body, inputs: { ...inputs, node: ["1", ...inputs.node.slice(1)] } }),
    sealed("allocheck-cached-run-0", body),
    text.replace('"states":', '"states":1'),
    text.slice(0, -20),
    "",
    "null",
    '{"format":"allocheck-cached-run-1"}',
  ];
  for (const miss of misses) {
    writeFileSync(file, miss);
    expect([miss, await again()]).toEqual([miss, false]);
  }
  expect(await again()).toBe(true);
  rmSync(file);
  expect(await again()).toBe(false);
});

test("only what holds is kept, where no module was written meanwhile or looks outside", async () => {
  const cwd = place();
  await served(["check", "bitmap-frees-twice", ...TINY], { cwd });
  await served(["check", "bitmap", ...TINY, "--max-depth", "1"], { cwd });
  expect(readdirSync(cwd)).not.toContain(".allocheck");
  write(cwd, "helper.js", "export const TAKEN = Date.now() > 0 ? 1 : 2;");
  expect([await isHit(cwd), await isHit(cwd)]).toEqual([false, false]);
  const later = new Date(Date.now() + 60_000);
  write(cwd, "helper.js", "export const TAKEN = 1;");
  utimesSync(join(cwd, "helper.js"), later, later);
  expect([await isHit(cwd), await isHit(cwd)]).toEqual([false, false]);
  // What another file resolves to by now is seen, with every file of then as it was.
  write(cwd, "helper.js", "export const TAKEN = 1;");
  write(cwd, "mine.ts", `// @ts-nocheck\n${MINE}`);
  rmSync(join(cwd, "mine.mjs"));
  const typed = ["./mine.ts", ...TINY];
  expect([await isHit(cwd, typed), await isHit(cwd, typed)]).toEqual([false, true]);
  write(cwd, "helper.ts", "export const TAKEN = 3;");
  expect(await isHit(cwd, typed)).toBe(false);
});

test("git ignores what is kept, whatever else it is told", async () => {
  const cwd = temporaryDirectory();
  spawnSync("git", ["init", "-q"], { cwd });
  await isHit(cwd, ["bump", ...TINY]);
  const { stdout } = spawnSync("git", ["status", "--porcelain", "-uall"], { cwd, encoding: "utf8" });
  expect({ there: readdirSync(cwd).includes(".allocheck"), stdout }).toEqual({ there: true, stdout: "" });
});

test("in CI nothing is answered from a cache unless somebody says so", () => {
  expect(wantsCache(undefined, {})).toBe(true);
  expect(wantsCache(undefined, { CI: "false" })).toBe(true);
  expect(wantsCache(undefined, { CI: "true" })).toBe(false);
  expect(wantsCache(true, { CI: "1" })).toBe(true);
  expect(wantsCache(false, {})).toBe(false);
});

test.each([
  ['import { readFileSync } from "node:fs";', true],
  ['const { cpus } = require("os");', true],
  ["const limit = process.env.LIMIT;", true],
  ["const at = Date.now();", true],
  ["Math . random()", true],
  ['await import(["./", name].join(""))', true],
  ["require(name)", true],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a module
  ["await import(`./${name}.js`)", true],
  ['import { equal } from "node:assert/strict"; import x from "./helper.js"; Math.max(1, 2);', false],
  ['await import("./helper.js"); const frames = new Uint8Array(4);', false],
])("of %s it is known whether it looks outside", (text, outside) => {
  expect(reachesOutside(text)).toBe(outside);
});
