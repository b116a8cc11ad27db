/** Counterexamples on disk: one JSON file each. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Misuse } from "../model/basics/misuse.js";
import type { Counterexample } from "../model/trace/trace.js";
import { fileName, fileText } from "./file-text.js";
import { mayBeOf, moduleFrom } from "./module-path.js";
import { cannotRead, isAnythingAt, readText } from "./read-text.js";
import { parseCounterexample } from "./validate.js";
import { cannotWrite, makeDirectories, writeWhole } from "./write-whole.js";

/** No counterexample comes near this; more is some other file. */
const MOST_BYTES = 1_000_000;

/** A counterexample and the file it stands in. */
export interface Recorded {
  readonly file: string;
  readonly counterexample: Counterexample;
}

/** Reads files, and every `.json` file in and below directories. Throws a `Misuse` where it cannot. */
export function readCounterexamples(paths: readonly string[]): Recorded[] {
  return counterexampleFiles(paths).map(readRecorded);
}

/** The files that paths name: themselves, or every `.json` file in and below a directory. */
export function counterexampleFiles(paths: readonly string[]): string[] {
  return jsonFilesAt(paths, NONE_BELOW, REMEDY);
}

/** What a directory without such a file is refused with. */
type NoFiles = (directory: string) => Misuse;

const NONE_BELOW: NoFiles = (directory) =>
  new Misuse(
    "no-counterexamples",
    `${directory} holds no .json file`,
    "record one with: allocheck check TARGET --save DIR",
  );

/** The same for `.json` files of another kind. Throws a `Misuse` with `remedy`. */
export function jsonFilesAt(paths: readonly string[], none: NoFiles, remedy: string): string[] {
  return paths.flatMap((path) => reading(path, () => filesAt(path, none, remedy), remedy));
}

/** Where an allocator may stand, and no counterexample does. */
const MODULE = /\.(?:[cm]?[jt]sx?|wasm|c|rs|zig)$/;

/** Reads one file. Throws a `Misuse`. */
export function readRecorded(file: string): Recorded {
  if (MODULE.test(file))
    throw new Misuse(
      "not-a-counterexample",
      `${file} is a module, and no counterexample`,
      `look for one with: allocheck check ${file}`,
    );
  return { file, counterexample: reading(file, () => readCounterexample(file)) };
}

/** What the file system objects to is a misuse too. */
function reading<T>(path: string, read: () => T, remedy = REMEDY): T {
  try {
    return read();
  } catch (error) {
    throw cannotRead(path, error, remedy);
  }
}

const REMEDY = "name a counterexample file, or a directory of them";

/**
 * Saves a counterexample into a directory, made where needed; returns its path. Throws a `Misuse`. A name
 * among `taken`, the files this run has saved, gets a number, and so does that of another file's allocator.
 */
export function saveCounterexample(
  directory: string,
  counterexample: Counterexample,
  taken: readonly string[] = [],
): string {
  const name = fileName(counterexample);
  let file = join(directory, `${name}.json`);
  for (let n = 2; taken.includes(file) || isAnothers(file, counterexample); n++)
    file = join(directory, `${name}.${n}.json`);
  try {
    makeDirectories(directory);
  } catch (error) {
    throw cannotWrite(directory, error);
  }
  const { module } = counterexample;
  // Its module is named from where it lies, so that the two can go elsewhere together.
  const placed = module === undefined ? {} : { module: moduleFrom(directory, module) };
  writeWhole(file, fileText({ ...counterexample, ...placed }));
  return file;
}

/** Whether a file records what was found in other code, which has an allocator of the same name. */
function isAnothers(file: string, { module }: Counterexample): boolean {
  if (!isAnythingAt(file)) return false;
  try {
    const was = readRecorded(file).counterexample.module;
    return was !== undefined && !mayBeOf(file, was, module ?? null);
  } catch {
    return false; // what can be read no more is replaced
  }
}

function filesAt(path: string, none: NoFiles, remedy: string): string[] {
  if (!isDirectory(path, remedy)) return [path];
  const files = filesBelow(path);
  if (files.length === 0) throw none(path);
  return files;
}

function isDirectory(path: string, remedy: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    // Without a throw newer versions of Node do not tell this from a path below a file.
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing) throw new Misuse("missing-file", `${path} does not exist`, remedy);
    throw error;
  }
}

/** The files of a directory by name, then those of each folder in it. A link to a folder is not followed. */
function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const folders = entries.filter((entry) => entry.isDirectory());
  const files = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith(".json"));
  return [
    ...files.map(({ name }) => join(directory, name)),
    ...folders.flatMap(({ name }) => filesBelow(join(directory, name))),
  ];
}

function readCounterexample(file: string): Counterexample {
  return parseCounterexample(readText(file, MOST_BYTES, "a counterexample", REMEDY), file);
}
