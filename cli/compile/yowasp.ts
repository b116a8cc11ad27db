/** The clang of `@yowasp/clang`, an optional peer: WebAssembly itself, it sees only the files it is given. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, normalize, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Misuse } from "../../model/basics/misuse.js";
import type { Clang } from "./clang.js";
import { type Request, TEMPLATES } from "./request.js";
import type { Ran } from "./tool.js";

const PACKAGE = "@yowasp/clang";

/** A directory by the names in it. */
interface Tree {
  [name: string]: Tree | string | Uint8Array;
}

type Run = (
  args: readonly string[],
  files: Tree,
  options: Record<"stdout" | "stderr", (bytes: Uint8Array | null) => void> & { fetchProgress(): void },
) => Promise<Tree> | Tree;

/** As much of the package as is used. */
interface Yowasp {
  readonly runClang: Run;
  readonly runLLVM: Run;
}

/**
 * Where our directories are in its file system, which has a `/usr` of its own and forgets what is in `/tmp`.
 */
const MADE = "/made/";
const KIT = "/allocheck/";

/** Its clang, which sees `includes`; `undefined` where the package is not installed. */
export async function yowasp({ workshop }: Request, includes: readonly string[]): Promise<Clang | undefined> {
  const yowasp = await load();
  if (yowasp === undefined) return undefined;
  const inside = (text: string) => text.replaceAll(`${workshop}/`, MADE).replaceAll(TEMPLATES, KIT);
  const outside = (text: string) => text.replaceAll(MADE, `${workshop}/`).replaceAll(KIT, TEMPLATES);
  // Before anything else, or it would tell on stdout how much of itself it has loaded.
  await heard(yowasp.runLLVM, ["clang", "--version"], {});
  const once = async (args: readonly string[]): Promise<Ran> => {
    const files = treeOf(args.filter((arg) => /\.[co]$/.test(arg)).filter(isFile), includes, inside);
    const { made, stdout, stderr } = await heard(yowasp.runClang, ["clang", ...args.map(inside)], files);
    for (const [name, content] of Object.entries((made?.["made"] ?? {}) as Tree))
      if (content instanceof Uint8Array) writeFileSync(join(workshop, name), content);
      else if (typeof content === "string") writeFileSync(join(workshop, name), outside(content));
    return { ok: made !== null, stdout, stderr: outside(stderr) };
  };
  // One after the other: each takes 500 MB.
  let last: Promise<unknown> = Promise.resolve();
  return (args) => {
    const next = last.then(() => once(args));
    last = next.catch(() => {});
    return next;
  };
}

/** What a tool makes and says; it makes nothing where it says no. */
async function heard(run: Run, args: readonly string[], files: Tree) {
  const said = { stdout: "", stderr: "" };
  const hear = (name: "stdout" | "stderr") => (bytes: Uint8Array | null) => {
    if (bytes !== null) said[name] += new TextDecoder().decode(bytes);
  };
  const options = { stdout: hear("stdout"), stderr: hear("stderr"), fetchProgress: () => {} };
  try {
    return { made: await run(args, files, options), ...said };
  } catch (error) {
    if (said.stderr === "") throw error; // it is no tool that says no
    return { made: null, ...said };
  }
}

/** From beside the person's files, else from beside ours. */
async function load(): Promise<Yowasp | undefined> {
  for (const from of [resolve("package.json"), import.meta.filename])
    try {
      const file = createRequire(from).resolve(PACKAGE);
      return (await import(pathToFileURL(file).href)) as Yowasp;
    } catch {}
  return undefined;
}

/**
 * The files, and all that they include as far as their text tells. Its file system takes `..` for `.`, so
 * each lies where a path without those leads.
 */
function treeOf(
  files: readonly string[],
  includes: readonly string[],
  inside: (path: string) => string,
): Tree {
  const tree: Tree = {};
  const seen = new Set(files);
  for (const file of seen) {
    const content = readFileSync(normalize(file));
    put(tree, inside(file), content);
    if (file.endsWith(".o")) continue;
    for (const [, quote, name = ""] of content.toString().matchAll(/^\s*#\s*include\s*(["<])([^">]+)/gm)) {
      const places = [...(quote === '"' ? [dirname(file)] : []), ...includes];
      for (const place of places.map((directory) => `${directory}/${name}`))
        if (isFile(place)) seen.add(place);
    }
  }
  return tree;
}

function put(tree: Tree, file: string, content: Uint8Array): void {
  const parts = file.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
  const name = parts.pop() ?? file;
  let directory = tree;
  for (const part of parts) directory = (directory[part] ??= {}) as Tree;
  const there = directory[name];
  if (there instanceof Uint8Array && Buffer.compare(there, content) !== 0)
    throw new Misuse("same-name", `${PACKAGE} takes another file for ${file}`, "install clang and lld");
  directory[name] = content;
}

function isFile(file: string): boolean {
  return statSync(normalize(file), { throwIfNoEntry: false })?.isFile() === true;
}
