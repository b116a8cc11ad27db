/** Files that are no allocator, or a bad one: each has its own message, and none a stack trace of ours. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { CONTRACTS } from "../../model/contracts/named.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { served } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { installInto } from "../../testing/installed.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const IMPORT = 'import { defineAllocator, fromObject } from "allocheck";\n';
const definition = (rest: string) => `${IMPORT}export default defineAllocator({ name: "mine", ${rest} });\n`;
const socket = (members: string) =>
  `${IMPORT}class Mine { state = new Uint8Array(1);\n${members} }\n` +
  'export default defineAllocator({ name: "mine", make: () => new Mine() as never });\n';
const door = (rest: string) => definition(`make: fromObject({ ${rest} } as never)`);

const home = mkdtempSync(join(tmpdir(), "allocheck-modules-"));
// A link costs a file nothing to load. A copy, as npm installs one, is a second library.
mkdirSync(join(home, "node_modules"));
symlinkSync(ROOT, join(home, "node_modules", "allocheck"));
const copied = mkdtempSync(join(tmpdir(), "allocheck-modules-"));
installInto(copied);
afterAll(() => rmSync(copied, { recursive: true, force: true }));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let packages = 0;

/** Checks a file of this text, or one that does not exist, in a package of one kind or the other. */
async function checked(text: string | null, type = "module", above = home) {
  // What is installed above is found from below: a copy for each would take most of the time.
  const directory = join(above, `${++packages}`);
  mkdirSync(directory);
  writeFileSync(join(directory, "package.json"), JSON.stringify({ type }));
  if (text !== null) writeFileSync(join(directory, "mine.ts"), text);
  const { code, stdout, stderr } = await inProcess(["check", join(directory, "mine.ts"), "--quiet"]);
  expect(stderr).not.toMatch(/internal|\n\s+at |\/dist\//);
  return { code, stdout: stdout.replaceAll(directory, ""), said: stderr.replaceAll(directory, "") };
}

const MAKE = "make(scope) must return a fresh allocator, every frame free";
const DEFINE = "write: export default defineAllocator({ name, make })";

test.each<readonly [string, string | null, string]>([
  ["does not exist", null, "there is no file /mine.ts; name a .ts, .js, .wasm, .c, .cpp, .rs or .zig file"],
  ["is empty", "", `/mine.ts has no default export; ${DEFINE}`],
  ["has no default export", "export const mine = 1;", `/mine.ts has no default export; ${DEFINE}`],
  [
    "exports something else",
    "export default 7;",
    `/mine.ts exports something else than an allocator; ${DEFINE}`,
  ],
  [
    "does not parse",
    "\nexport default {{{",
    '/mine.ts cannot be loaded: /mine.ts:2:16: Expected identifier but found "{"; mend the file',
  ],
  [
    "throws while loading",
    'const size: number = 1;\n\nthrow new TypeError("boom " + size);\nexport default 1;',
    "/mine.ts cannot be loaded: TypeError: boom 1 at /mine.ts:3:7; mend the file",
  ],
  ["throws a string", 'throw "boom";', "/mine.ts cannot be loaded: boom; mend the file"],
  ["throws nothing", "throw null;", "/mine.ts cannot be loaded: null; mend the file"],
  [
    "imports what is not there",
    'import "./gone.js";',
    "/mine.ts cannot be loaded: Error: Cannot find module '/gone.js' imported from /mine.ts; mend the file",
  ],
  [
    "ends the process",
    "process.exit(0);",
    "/mine.ts ended the process (exit code 0); an allocator must not call process.exit",
  ],
  [
    "has no name",
    `${IMPORT}export default defineAllocator({} as never);`,
    'defineAllocator needs a name; for example name: "my-allocator"',
  ],
  [
    "has no make",
    definition(""),
    "mine has no function make; give defineAllocator make(scope), which returns a fresh allocator",
  ],
  [
    "names no contract",
    definition('contract: "strikt", make: () => 1 as never'),
    `there is no contract strikt; use one of ${CONTRACTS.map(({ id }) => id).join(", ")}, or a contract`,
  ],
  [
    "throws in make",
    definition('\nmake() {\n  throw new Error("boom");\n}'),
    `make of mine threw Error: boom at /mine.ts:4:9; ${MAKE}`,
  ],
  [
    "makes a number",
    definition("make: () => 5 as never"),
    `make of mine gave number, not an allocator; ${MAKE}`,
  ],
  [
    "makes null",
    definition("make: () => null as never"),
    `make of mine gave null, not an allocator; ${MAKE}`,
  ],
  [
    "makes a promise",
    definition("make: async () => ({}) as never"),
    `make of mine gave a promise; it must give an allocator at once; ${MAKE}`,
  ],
  [
    "has a state that is no bytes",
    definition("make: () => ({ state: [0], alloc: () => 0 }) as never"),
    `make of mine gave an object whose state is no Uint8Array; ${MAKE}`,
  ],
  [
    "offers nothing",
    socket(""),
    "mine offers no command in this scope; give its definition at least one command in offers",
  ],
  [
    "offers what it has no method for",
    definition("offers: { free: true }, make: () => ({ state: new Uint8Array(1), alloc: () => 0 })"),
    "mine offers free but has no method free; add the method, or take free out of offers",
  ],
  [
    "has a door without make",
    door("calls: {}"),
    "fromObject has no function make; give make(scope), which returns a fresh object",
  ],
  [
    "has a door without calls",
    door("make: () => ({})"),
    "fromObject has no calls; for example calls: { alloc: (object) => object.alloc() }",
  ],
  [
    "calls what is no command",
    door("make: () => ({}), calls: { allok() {} }"),
    "calls names allok; did you mean alloc?",
  ],
  [
    "calls what is like no command",
    door("make: () => ({}), calls: { kmem_cache_zalloc() {} }"),
    `calls names kmem_cache_zalloc; use one of ${COMMAND_KINDS.join(", ")}`,
  ],
  [
    "gives save without load",
    door("make: () => ({}), calls: { free() {} }, save() {}"),
    "fromObject needs save and load together; give both, or neither",
  ],
  [
    "makes a promise for its door",
    door("make: async () => ({}), calls: { free() {} }"),
    "make of fromObject gave a promise; it must return a fresh object, every frame free",
  ],
  [
    "holds what cannot be copied",
    door("make: () => ({ seen: new WeakMap() }), calls: { free() {} }"),
    "object.seen is a WeakMap, which cannot be copied; give fromObject save and load, or replay: true with a key",
  ],
  [
    "comes to hold what cannot be copied",
    door("make: () => ({}), calls: { alloc: (o: { x?: unknown }) => { o.x = new WeakMap(); return 0; } }"),
    "object.x is a WeakMap, which cannot be copied; give fromObject save and load, or replay: true with a key",
  ],
])("a file that %s", async (_, text, message) => {
  const { code, stdout, said } = await checked(text);
  expect(said).toBe(`allocheck: ${message}\n`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

test("a file that imports allocheck where that is not installed is told what to install", async () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "mine.mjs"), 'import "allocheck";');
  const { code, stderr } = await served(["check", "./mine.mjs"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("Cannot find package 'allocheck'");
  expect(stderr).toContain("; install allocheck beside the file too: npm install --save-dev allocheck\n");
});

test.each([
  ["never ends", "while (true);"],
  ["awaits for ever", "await new Promise(() => setTimeout(() => {}, 1e6));"],
])("a file that %s is given up after a time", async (_, text) => {
  vi.stubEnv("ALLOCHECK_LOAD_SECONDS", "1.5");
  const { code, said } = await checked(text).finally(() => vi.unstubAllEnvs());
  expect(code).toBe(2);
  expect(said).toBe(
    "allocheck: /mine.ts did not load within 1.5 seconds; a module must end its top-level code\n",
  );
});

test.each<readonly [string, string, string, string]>([
  ["a float", socket("alloc() { return 0.5; }"), "no-answer", "no answer: 0.5"],
  ["nothing", socket("alloc() {}"), "no-answer", "no answer: undefined"],
  ["an unknown code", socket("alloc() { return -99; }"), "no-answer", "no answer: -99"],
  ["a bigint", socket("alloc() { return 1n; }"), "no-answer", "no answer: 1n"],
  ["a text", socket('alloc() { return "0"; }'), "no-answer", "no answer: 0"],
  ["a promise", socket("async alloc() { return 0; }"), "no-answer", "no answer: [object Promise]"],
  [
    "a promise, by a class",
    door("make: () => ({}), calls: { free: async () => {} }"),
    "no-answer",
    "no answer: a promise",
  ],
  ["an error", socket('alloc() { throw new Error("boom"); }'), "threw", "threw Error: boom"],
  [
    "from another array",
    socket("alloc() { this.state = new Uint8Array(2); return 0; }"),
    "resized",
    "another with 2 bytes",
  ],
  [
    "from an array of another length",
    socket("alloc() { structuredClone(this.state, { transfer: [this.state.buffer] }); return 0; }"),
    "resized",
    "it with 0 bytes",
  ],
  [
    "from no array",
    socket("alloc() { this.state = null as never; return 0; }"),
    "resized",
    "a state that is no Uint8Array",
  ],
])("an allocator that answers %s is broken", async (_, text, rule, found) => {
  const { code, stdout, said } = await checked(text);
  expect({ code, said }).toEqual({ code: 1, said: "" });
  expect(stdout).toContain(`  rule      ${rule}\n`);
  expect(stdout).toContain(`  found     ${found}\n`);
});

test("a copy of the library is as good as the one that checks", async () => {
  const misuse = await checked(definition('\nmake() {\n  throw new Error("boom");\n}'), "module", copied);
  expect(misuse.said).toBe(`allocheck: make of mine threw Error: boom at /mine.ts:4:9; ${MAKE}\n`);
  const nameless = await checked(`${IMPORT}export default defineAllocator({} as never);`, "module", copied);
  expect(nameless.said).toMatch(/^allocheck: defineAllocator needs a name; /);
  const broken = await checked(socket("alloc() { return 0.5; }"), "module", copied);
  expect(broken.stdout).toContain("  found     no answer: 0.5\n");
});

test("a package without a type is no hindrance", async () => {
  const { code, stdout } = await checked(door("make: () => ({}), calls: { alloc: () => -1 }"), "commonjs");
  expect(code).toBe(1);
  expect(stdout).toContain("  rule      alloc/legal\n");
});
