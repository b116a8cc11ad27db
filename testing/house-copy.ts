/** A copy of the compiled house in a directory of its own, with a module of the specification more. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { ROOT } from "./read.js";

/**
 * One line more in a file of the house, before the first line that holds `before` and comes after `after`.
 */
export interface Line {
  readonly file: string;
  readonly after: string;
  readonly before: string;
  readonly line: string;
}

/** Files of a folder of the tests by where they are in the copy. */
export type Files = Readonly<Record<string, string>>;

/** A file of the house with the lines that are meant for it. Throws where one has no place. */
export function withLines(file: string, lines: readonly Line[]): string {
  let text = readFileSync(ROOT + file, "utf8");
  for (const { after, before, line } of lines.filter((each) => each.file === file)) {
    const from = text.indexOf(after);
    const to = text.indexOf(before, from + after.length);
    if (from < 0 || to < 0) throw new Error(`${file} has no ${after} with ${before} behind it`);
    const start = text.lastIndexOf("\n", to) + 1;
    text = `${text.slice(0, start)}${line}\n${text.slice(start)}`;
  }
  return text;
}

/** The sources of what is new or changed, by their paths in the copy. */
export function sourcesOf(files: Files, lines: readonly Line[]): ReadonlyMap<string, string> {
  const changed = [...new Set(lines.map(({ file }) => file))];
  return new Map([
    ...changed.map((file) => [file, withLines(file, lines)] as const),
    ...Object.entries(files).map(([to, from]) => [to, readFileSync(ROOT + from, "utf8")] as const),
  ]);
}

/** Of these the build leaves only a line that leads to the bundle, in which nothing can be added. */
const BUNDLED = ["cli/main.ts", "cli/process/guarded-main.ts", "cli/workers/worker.ts"];
const COPIED = ["cli", "counterexamples", "explore", "impl", "model", "properties", "report", "index.js"];

/** Makes the copy; what is new in it is compiled file by file, without a look at its types. */
export function copyHouse(directory: string, sources: ReadonlyMap<string, string>): void {
  const isNeeded = (path: string) => !/\.(?:test\.js|map|d\.ts)$/.test(path);
  for (const name of COPIED)
    cpSync(`${ROOT}dist/${name}`, join(directory, "dist", name), { recursive: true, filter: isNeeded });
  cpSync(`${ROOT}package.json`, join(directory, "package.json"));
  symlinkSync(`${ROOT}node_modules`, join(directory, "node_modules"));
  const entries = BUNDLED.map((file) => [file, readFileSync(ROOT + file, "utf8")] as const);
  for (const [file, text] of [...entries, ...sources]) {
    const to = join(directory, "dist", file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, transformSync(text, { loader: "ts", target: "es2023" }).code);
  }
}

/** What a compiled file of the copy exports, of the type that the same file of the house has. */
export async function loadedFrom<T>(directory: string, file: string): Promise<T> {
  return (await import(pathToFileURL(join(directory, "dist", file)).href)) as T;
}

/** Copies the sources of the product, for the compiler to look at. */
export function copySources(directory: string, sources: ReadonlyMap<string, string>): void {
  const folders = COPIED.filter((name) => !name.includes("."));
  const isNeeded = (path: string) => !path.endsWith(".test.ts") && !path.endsWith(".json");
  for (const folder of folders)
    cpSync(ROOT + folder, join(directory, folder), { recursive: true, filter: isNeeded });
  for (const file of [...readdirSync(ROOT).filter((name) => name === "index.ts"), "package.json"])
    cpSync(ROOT + file, join(directory, file));
  symlinkSync(`${ROOT}node_modules`, join(directory, "node_modules"));
  for (const [file, text] of sources) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
}
