/** Writes files: whole or not at all where a file can be replaced, and through whatever else is there. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Misuse } from "../model/basics/misuse.js";
import { refusalInWords } from "./read-text.js";

/**
 * Writes a text to a place, whose directory is made where needed. A file, also behind a symbolic link, is
 * replaced as a whole and keeps its mode and owner; what has several names, a device or a pipe is written
 * through. Throws a `Misuse`.
 */
export function writeWhole(file: string, text: string): void {
  try {
    const place = placeOf(file);
    if (!place.through && place.was === null) makeDirectories(dirname(file));
    if (place.through) writeThrough(place.path, text, place.append);
    else replace(place.path, text, place.was);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Writes a file where nothing is yet; false when something is there. Throws a `Misuse`. */
export function writeNew(file: string, text: string): boolean {
  try {
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return false;
    // Unlike a rename, a link never takes the place of another file.
    beside(file, text, (temporary) => linkSync(temporary, file));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (NO_LINKS.includes(codeOf(error) ?? "")) {
      writeFileSync(file, text, { flag: "wx" });
      return true;
    }
    throw cannotWrite(file, error);
  }
}

/** What file systems without links of this kind answer. */
const NO_LINKS: readonly string[] = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** Throws a `Misuse` when a place cannot be written. Leaves no trace. */
export function probeFile(file: string): void {
  try {
    const { path, through } = placeOf(file);
    if (!through && !isDirectory(dirname(path))) probeBelow(dirname(path));
    else if (!through) beside(path, "", () => {});
    else if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true)
      accessSync(path, constants.W_OK); // a pipe must not be opened: its reader would see the end
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Throws a `Misuse` when a directory can neither be written to nor made. Leaves no trace. */
export function probeDirectory(directory: string): void {
  try {
    probeBelow(directory);
  } catch (error) {
    throw cannotWrite(directory, error);
  }
}

/** Makes something in a directory, or in the nearest above one that is not there, and takes it away again. */
function probeBelow(directory: string): void {
  let nearest = resolve(directory);
  while (!isDirectory(nearest)) nearest = dirname(nearest);
  const made = join(nearest, temporaryName());
  mkdirSync(made);
  rmdirSync(made);
}

/**
 * Makes a directory and what is missing above it, one after the other; returns what it made, the
 * outermost first. Node's own recursive way never ends below /proc.
 */
export function makeDirectories(directory: string): string[] {
  if (isDirectory(directory)) return [];
  const above = dirname(resolve(directory));
  const made = above === resolve(directory) ? [] : makeDirectories(above);
  try {
    mkdirSync(directory);
  } catch (error) {
    // Another run may have made it since.
    if (codeOf(error) !== "EEXIST" || !isDirectory(directory)) throw error;
    return made;
  }
  return [...made, directory];
}

/** The misuse of a place that cannot be written. */
export function cannotWrite(place: string, error: unknown): Misuse {
  const why = codeOf(error) ?? (error instanceof Error ? error.message : String(error));
  return new Misuse(
    "cannot-write",
    `${place} cannot be written (${refusalInWords(why)})`,
    "name a place that can be written",
  );
}

/** Where to write, and how: a file is replaced, anything else is written through, its end kept open. */
type Where =
  | { readonly through: false; readonly path: string; readonly was: Stats | null }
  | { readonly through: true; readonly path: string; readonly append: boolean };

/** What these folders hold stands for something else, and may be in use: `/dev/stdout` is a file at times. */
const OF_THE_SYSTEM = /^\/(dev|proc|sys)\//;

function placeOf(file: string): Where {
  const was = statSync(file, { throwIfNoEntry: false });
  if (was === undefined) {
    // A link that leads nowhere makes what it leads to.
    const link = lstatSync(file, { throwIfNoEntry: false });
    return link === undefined
      ? { through: false, path: file, was: null }
      : { through: true, path: file, append: false };
  }
  if (was.isDirectory()) throw new Error("it is a directory");
  const inUse = OF_THE_SYSTEM.test(resolve(file)) || !was.isFile();
  if (inUse || was.nlink > 1) return { through: true, path: file, append: inUse };
  accessSync(file, constants.W_OK); // a rename would not ask
  return { through: false, path: realpathSync(file), was };
}

function replace(file: string, text: string, was: Stats | null): void {
  beside(file, text, (temporary) => {
    if (was !== null) {
      chownQuietly(temporary, was);
      chmodSync(temporary, was.mode & 0o7777);
    }
    renameSync(temporary, file);
  });
}

/** Writes a text under a name in the same folder that nobody can foretell, and puts it where it belongs. */
function beside(file: string, text: string, put: (temporary: string) => void): void {
  const temporary = join(dirname(file), temporaryName());
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    put(temporary);
  } finally {
    remove(temporary);
  }
}

function temporaryName(): string {
  return `.allocheck-${randomBytes(9).toString("hex")}.tmp`;
}

/** How long a reader may leave a full pipe alone: so many pauses of so long. */
const PAUSES = 500;
const PAUSE_MILLISECONDS = 20;

/** Opened without waiting: a pipe that nobody reads is an error, not a wait without end. */
function writeThrough(path: string, text: string, append: boolean): void {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND, O_NONBLOCK } = constants;
  const to = openSync(path, O_WRONLY | O_NONBLOCK | (append ? O_APPEND : O_CREAT | O_TRUNC), 0o666);
  try {
    const bytes = Buffer.from(text);
    let pauses = 0;
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(to, bytes, at);
        pauses = 0;
      } catch (error) {
        if (codeOf(error) !== "EAGAIN" || ++pauses > PAUSES) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
      }
    }
  } finally {
    closeSync(to);
  }
}

/** False where nothing is; throws where something else is, or where the path cannot be. */
function isDirectory(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    throw new Error("it is a link that leads nowhere");
  }
  if (!stats.isDirectory()) throw Object.assign(new Error("it is no directory"), { code: "ENOTDIR" });
  return true;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Only who may give a file away keeps its owner. */
function chownQuietly(file: string, { uid, gid }: Stats): void {
  try {
    chownSync(file, uid, gid);
  } catch {}
}

/** What cannot be removed was not written either; the first error is the one to tell. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
