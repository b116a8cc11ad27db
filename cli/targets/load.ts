/** Loads an allocator from a person's file. Runs in a worker, so that a file that never ends can be ended. */
import { realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readBytes, readText } from "../../counterexamples/read-text.js";
import { placeIn } from "../../model/basics/blame.js";
import { dataOf, isPlainlyObject } from "../../model/basics/inspect.js";
import { isMisuse, Misuse } from "../../model/basics/misuse.js";
import { once } from "../../model/basics/once.js";
import { show } from "../../model/basics/wording.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { isDefinition } from "../../model/socket/define.js";
import { readDefinition } from "../../model/socket/read-definition.js";
import { DEPENDENCIES } from "../output/version.js";
import { plainModules } from "./plain-modules.js";
import { NAME_A_MODULE } from "./target.js";

const DEFINE = "write: export default defineAllocator({ name, make })";

/** The default export of a module of any kind, TypeScript included. Throws a `Misuse` that names the file. */
export async function importDefault(
  file: string,
  uses: (module: string) => void = () => {},
): Promise<unknown> {
  if (!isThere(file)) throw new Misuse("missing-module", `there is no file ${file}`, NAME_A_MODULE);
  readText(file, MOST_BYTES, "a module", NAME_A_MODULE); // what cannot be read is not loaded either
  process.setSourceMapsEnabled(true);
  try {
    const plain = plainModules(realpathSync(file), isOurs);
    const module = plain === null ? await importWithTypes(file, uses) : await importAsIs(file, plain, uses);
    const { default: found } = module;
    // A CommonJS module arrives as a default export that holds the real one.
    return dataOf(found, "__esModule") === true ? (found as Loaded).default : found;
  } catch (error) {
    if (isMisuse(error)) throw error;
    const why = describe(error);
    throw new Misuse(
      "cannot-load",
      `${file} cannot be loaded: ${why}`,
      NOT_HERE.test(why) ? HERE : "mend the file",
    );
  }
}

/** Who has the command for all folders has not yet what a file in one of them imports. */
const NOT_HERE = /Cannot find (?:module|package) 'allocheck['/]/;
const HERE = "install allocheck beside the file too: npm install --save-dev allocheck";

async function importAsIs(file: string, modules: readonly string[], uses: (module: string) => void) {
  for (const module of modules) uses(module);
  const loaded = (await import(pathToFileURL(resolve(file)).href)) as Loaded;
  await setImmediate(); // a promise of the module that was rejected ends the thread now, and no later
  return loaded;
}

/** A .ts file of a package without "type": "module" is CommonJS, so both loaders must know TypeScript. */
async function importWithTypes(file: string, uses: (module: string) => void): Promise<Loaded> {
  const [esm, cjs] = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
  const known = new Set(Object.keys(createRequire(import.meta.url).cache));
  const onImport = (url: string) => {
    if (url.startsWith("file:") && !isOurs(url)) uses(fileURLToPath(url));
  };
  const unregister = { esm: esm.register({ onImport }), cjs: cjs.register() };
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Loaded;
  } finally {
    for (const module of Object.keys(createRequire(import.meta.url).cache))
      if (!known.has(module) && !isOurs(pathToFileURL(module).href)) uses(module);
    unregister.cjs();
    await unregister.esm();
  }
}

/** Where allocheck itself lies, and what it needs: what it loads of its own is no module of a person's. */
const ours = once(() => [new URL("../../", import.meta.url).href, ...DEPENDENCIES.flatMap(placeOfPackage)]);

function isOurs(url: string): boolean {
  return ours().some((place) => url.startsWith(place));
}

function placeOfPackage(name: string): string[] {
  const entry = import.meta.resolve(name);
  const end = entry.lastIndexOf(`/${name}/`);
  return end < 0 ? [] : [entry.slice(0, end + name.length + 2)];
}

/** What Node.js and tsx load. */
const SCRIPT = /\.[cm]?[jt]sx?$/;
const REPLAY = "a counterexample is run again with: allocheck replay FILE";
/** No module that somebody wrote comes near this. */
const MOST_BYTES = 10_000_000;

/** Whether there is a file; what cannot be looked at is there, and `readText` says why it cannot be read. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return true;
  }
}

interface Loaded {
  readonly default?: unknown;
}

/** The allocator a file defines. */
export async function loadDefinition(
  file: string,
  uses?: (module: string) => void,
): Promise<AllocatorDefinition> {
  if (file.endsWith(".wasm")) return loadModule(file, uses);
  if (isThere(file) && !SCRIPT.test(file))
    throw new Misuse("no-allocator", `${file} is no module`, file.endsWith(".json") ? REPLAY : NAME_A_MODULE);
  const found = await importDefault(file, uses);
  if (isDefinition(found)) return readDefinition(found, `the default export of ${file}`);
  const what =
    found === undefined || isEmpty(found)
      ? "has no default export"
      : "exports something else than an allocator";
  throw new Misuse("no-allocator", `${file} ${what}`, DEFINE);
}

/** What a CommonJS module is that exports nothing. */
function isEmpty(found: unknown): boolean {
  return isPlainlyObject(found) && typeof found === "object" && Reflect.ownKeys(found).length === 0;
}

async function loadModule(file: string, uses?: (module: string) => void): Promise<AllocatorDefinition> {
  uses?.(resolve(file));
  return moduleDefinition(file, moduleBytes(file));
}

/** The bytes of a module of WebAssembly. Throws a `Misuse` that names the file. */
export function moduleBytes(file: string): Uint8Array {
  if (!isThere(file)) throw new Misuse("missing-module", `there is no file ${file}`, NAME_A_MODULE);
  return readBytes(file, MOST_BYTES, "a module", NAME_A_MODULE);
}

/** The allocator in a module, which `file` is or was compiled to; the code for those is loaded only here. */
export async function moduleDefinition(file: string, bytes: Uint8Array): Promise<AllocatorDefinition> {
  const { fromWasm } = await import("../../model/wasm/from-wasm.js");
  return fromWasm({ name: basename(file, extname(file)), bytes, file });
}

/** What went wrong, in one line with the place in the person's file. */
function describe(error: unknown): string {
  const text = show(error);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  // The compiler says the place on the second line: FILE:LINE:COLUMN: ERROR: what.
  const line = lines.find((l) => l.includes(": ERROR: ")) ?? lines[0] ?? text;
  return line.replace(/^.*?(\/[^:]+:\d+:\d+): ERROR: /, "$1: ") + (line === lines[0] ? placeIn(error) : "");
}
