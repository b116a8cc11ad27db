/** The house: which folder may import which, and a few rules of tidiness that no linter holds. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, readJson } from "./read.js";

/** For each folder what it may import from, itself included; a path names files, a folder all of it. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  model: ["model"],
  impl: ["impl", "model/socket", "model/contracts", "model/steps", "model/words", "model/basics"],
  properties: ["properties", "model"],
  explore: ["explore", "properties", "model"],
  counterexamples: ["counterexamples", "explore", "properties", "model"],
  report: ["report", "counterexamples", "explore", "properties", "model"],
  cli: ["cli", "report", "counterexamples", "explore", "properties", "impl", "model"],
};
/**
 * The rooms inside a folder, lowest first: one may import from itself and from those before it. A file beside
 * the rooms is a room of its own.
 */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  model: [
    "basics",
    "words",
    "logic",
    "state",
    "rules",
    "modules",
    "specification",
    "contracts",
    "steps",
    "socket",
    "trace",
    "snapshots",
    "doors",
    "wasm",
    "provenance-rules",
  ],
  explore: [
    "search",
    "systems",
    "several-cpus",
    "replay",
    "determinism",
    "parallel",
    "evidence",
    "check",
    "reduce",
    "fuzz",
    "rule-book",
    "proof",
  ],
  cli: [
    "output",
    "targets",
    "compile",
    "workers",
    "runs",
    "input",
    "kept",
    "boot",
    "rule-book",
    "commands",
    "program",
    "process",
    "main",
  ],
  report: ["lines", "boot", "rule-book", "trace", "pages", "text", "formats", "html", "reporters"],
  impl: [
    "parts",
    "frames",
    "blocks",
    "provenance",
    "memblock",
    "originals",
    "boot",
    "several-cpus",
    "faulty",
    "registry",
  ],
};
const EVERYTHING = Object.keys(ARROWS);
/** These look after the rest and may import all of it; nothing of the product may import them. */
const OUTSIDE: readonly string[] = ["testing", "bench", "examples", "templates"];

const files = [...Object.keys(ARROWS), ...OUTSIDE, ""].flatMap(filesOf);
const product = files.filter((file) => !file.endsWith(".test.ts") && !OUTSIDE.includes(folderOf(file)));

function filesOf(folder: string): string[] {
  const recursive = folder !== ""; // of the root only the files themselves
  const names = safely(() => readdirSync(join(ROOT, folder), { recursive, encoding: "utf8" }));
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join(folder, name));
}

/** A folder that is not there yet has no files. */
function safely(list: () => string[]): string[] {
  try {
    return list();
  } catch {
    return [];
  }
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** What a file imports, exports from, or loads while it runs. */
function importsOf(file: string): string[] {
  const matches = read(file).matchAll(/\b(?:from|import)\s*\(?\s*"([^"\s]+)"/g);
  return [...matches].map((match) => match[1] ?? "");
}

/** The imports of a file from the house, as paths from the root without their ending. */
function innerImportsOf(file: string): string[] {
  return importsOf(file)
    .filter((target) => target.startsWith("."))
    .map((target) => normalize(join(dirname(file), target)).replace(/\.js$/, ""));
}

function isAllowed(from: string, target: string): boolean {
  if (from === "" && !target.includes("/")) return true; // one door may open another
  const allowed = from === "" ? EVERYTHING : (ARROWS[from] ?? []);
  return allowed.some((path) => target === path || (path !== "" && target.startsWith(`${path}/`)));
}

/** What a module is called by is of the words, on which all else stands, and lies beside what it does. */
const WORDS_OF_MODULES = /^model\/modules\/(?:[a-z-]+\/)?words(?:\.ts)?$/;

/** The room of a file inside its top folder. */
function roomOf(path: string): string {
  if (WORDS_OF_MODULES.test(path)) return "words";
  const inner = path.slice(path.indexOf("/") + 1).replace(/\.ts$/, "");
  return inner.includes("/") ? inner.slice(0, inner.indexOf("/")) : inner;
}

describe("the arrows of the house", () => {
  test("point down inside a folder as well", () => {
    const wrong = product.flatMap((file) => {
      const floors = FLOORS[folderOf(file)];
      if (floors === undefined) return [];
      const floor = floors.indexOf(roomOf(file));
      if (floor < 0) return [`${file} is in no room: ${folderOf(file)}/ has ${floors.join(", ")}`];
      return innerImportsOf(file)
        .filter((target) => folderOf(target) === folderOf(file) && floors.indexOf(roomOf(target)) > floor)
        .map((target) => `${file} imports ${target}, but ${roomOf(target)}/ stands on ${roomOf(file)}/`);
    });
    expect(wrong).toEqual([]);
  });

  test("point one way", () => {
    const wrong = product.flatMap((file) => {
      const from = folderOf(file);
      return innerImportsOf(file)
        .filter((target) => !isAllowed(from, target))
        .map(
          (target) => `${file} imports ${target}: ${from || "a door"} may import ${ARROWS[from]?.join(", ")}`,
        );
    });
    expect(wrong).toEqual([]);
  });

  test("are seen at all: known imports are found, and the wrong way round would be refused", () => {
    expect(product.length).toBeGreaterThan(50);
    expect(innerImportsOf("explore/check/prepared.ts")).toContain("properties/exercised");
    expect(innerImportsOf("impl/faulty/bitmap-faults.ts")).toContain("impl/frames/bitmap");
    for (const [from, target] of [
      ["model", "explore/check/check"],
      ["impl", "model/modules/core/rules"],
      ["impl", "model/specification/specification"],
      ["explore", "impl/frames/bitmap"],
      ["report", "impl/registry"],
      ["properties", "explore/search/search"],
      ["cli", "testing/run"],
    ] as const)
      expect(isAllowed(from, target)).toBe(false);
  });

  test("every folder with sources has its place", () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|dist|coverage|docs)$/.test(entry.name))
      .filter(({ name }) => filesOf(name).length > 0);
    for (const { name } of folders) expect([...Object.keys(ARROWS), ...OUTSIDE]).toContain(name);
  });

  test("every package the product imports is a dependency of it", () => {
    const { dependencies, peerDependencies } = readJson("package.json") as Record<string, object | undefined>;
    const declared = Object.keys({ ...dependencies, ...peerDependencies });
    const bare = product
      .filter((file) => file !== "vitest.config.ts")
      .flatMap((file) => importsOf(file).filter((target) => !/^(\.|node:)/.test(target)));
    const packageOf = (target: string) => target.split("/", target.startsWith("@") ? 2 : 1).join("/");
    for (const name of new Set(bare.map(packageOf))) expect(declared).toContain(name);
  });
});

/** The way out to the terminal, what it stands on, and what says so when there is none. */
const BY_DESCRIPTOR: readonly string[] = [
  "cli/output/terminal.ts",
  "cli/process/streams.ts",
  "cli/process/guard.ts",
  "cli/process/last-resort.ts",
];

test("what only some runs need is not imported at the start: zod by none, a command by its name", () => {
  const atTheStart = /^import (?!type).* from "(?:zod|.*\/commands\/[a-z]+\.js)";$/;
  expect(atTheStart.test('import { z } from "zod";')).toBe(true);
  expect(linesWhere((line) => atTheStart.test(line), product)).toEqual([]);
});

describe("tidiness", () => {
  test("no file of the product is longer than 260 lines", () => {
    expect(product.filter((file) => read(file).split("\n").length > 261)).toEqual([]);
  });

  test("no line is longer than 110 columns, but for text that no formatter can break", () => {
    const isComment = /^\s*(?:\/?\*|\/\/)/;
    const withoutText = (line: string) =>
      isComment.test(line) ? line : line.replace(/"[^"]*"|`[^`]*`/g, "");
    expect(linesWhere((line) => line.length > 110 && withoutText(line).length > 60)).toEqual([]);
  });

  test("text goes to the terminal in one place, which makes it printable", () => {
    const way = new RegExp(
      [
        "\\bconsole\\s*\\.",
        "\\bprocess\\s*\\.\\s*(stdout|stderr)\\b(?!\\s*\\??\\.(isTTY|columns|on)\\b)",
        "\\bwrite(v|Sync)?\\([012],",
      ].join("|"),
    );
    const elsewhere = (file: string) =>
      read(file)
        .split("\n")
        .filter((line) => way.test(line.replace(/^\s*(\/?\*|\/\/).*/, "")));
    const wrong = product.filter((file) => !BY_DESCRIPTOR.includes(file) && elsewhere(file).length > 0);
    expect(wrong).toEqual([]);
    for (const file of BY_DESCRIPTOR) expect(elsewhere(file)).not.toEqual([]);
    for (const line of ["console.log(1)", "const { stdout } = process.stdout", "fs.writeSync(1, x)"])
      expect(way.test(line)).toBe(true);
  });

  test("nothing is left to do, and nothing is of the type any", () => {
    const marks = ["TO", "FIX"].map((word) => new RegExp(`\\b${word}(DO|ME)\\b`));
    expect(linesWhere((line) => marks.some((mark) => mark.test(line)))).toEqual([]);
    const anyType = /(?:[:<,|&(=]|\bas)\s*any\s*(?:[;,)>=|&[\]{]|$)/;
    expect(linesWhere((line) => anyType.test(line.replace(/\/\/.*|^\s*\/?\*.*|"[^"]*"/g, "")))).toEqual([]);
    expect(anyType.test("const x: any = 1")).toBe(true);
    expect(anyType.test("list as any[]")).toBe(true);
  });
});

function linesWhere(isBad: (line: string) => boolean, where = files): string[] {
  return where.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line, i) => (isBad(line) ? [`${file}:${i + 1}: ${line}`] : [])),
  );
}
