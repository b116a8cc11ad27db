/** Reads a text from a file, and from nothing else: what waits, never ends or is too large is refused. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { Misuse } from "../model/basics/misuse.js";

/** So much is asked for at once. */
const PIECE = 65_536;

/** A file that is not to be read, and the reason; `cannotRead` makes a misuse of it. */
class Unread extends Error {
  constructor(readonly code: string) {
    super();
  }
}

/**
 * The text of a file of at most `most` bytes, without the mark of its byte order. Opened without waiting:
 * a pipe, a device or a log of the kernel would keep us for ever. Throws a `Misuse`; `what` is what such a
 * file holds, such as "a counterexample", and `remedy` what to do.
 */
export function readText(file: string, most: number, what: string, remedy: string): string {
  return new TextDecoder().decode(readBytes(file, most, what, remedy)); // which leaves the mark out
}

/** The bytes of a file, as `readText` reads it. Throws a `Misuse`. */
export function readBytes(file: string, most: number, what: string, remedy: string): Uint8Array {
  let from: number | undefined;
  try {
    from = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(from);
    if (stats.isDirectory()) throw new Unread("EISDIR");
    if (!stats.isFile()) throw new Unread("it is no file");
    if (stats.size > most) throw tooLarge(file, `${stats.size}`, most, what);
    const bytes = readAtMost(from, most);
    if (bytes.length > most) throw tooLarge(file, "more", most, what);
    return bytes;
  } catch (error) {
    throw cannotRead(file, error, remedy);
  } finally {
    if (from !== undefined) closeSync(from);
  }
}

/** What a file system means that answers so. */
const IN_WORDS: Readonly<Record<string, string>> = {
  EACCES: "there is no permission",
  EPERM: "there is no permission",
  EROFS: "the disk is read-only",
  EISDIR: "it is a directory",
  ENOENT: "there is no such file",
  ENOTDIR: "a file stands where a directory is meant",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
};

/** Why a file system refuses: its code, and what that means where somebody may not know it. */
export function refusalInWords(code: string): string {
  const words = IN_WORDS[code];
  return words === undefined ? code : `${code}: ${words}`;
}

/** Whether something is at a path; what cannot be looked at is there, and reading it says why not. */
export function isAnythingAt(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/** The misuse of what the file system objects to: no permission, a path below a file, and so on. */
export function cannotRead(path: string, error: unknown, remedy: string): unknown {
  if (error instanceof Misuse || !(error instanceof Error && "code" in error)) return error;
  return new Misuse("cannot-read", `${path} cannot be read (${refusalInWords(`${error.code}`)})`, remedy);
}

/** One byte more than the most tells that there is more: a size of 0 may be no more than a guess. */
function readAtMost(from: number, most: number): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length <= most) {
    const piece = Buffer.alloc(Math.min(PIECE, most + 1 - length));
    const count = readSync(from, piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  return Buffer.concat(pieces);
}

function tooLarge(file: string, bytes: string, most: number, what: string): Misuse {
  return new Misuse(
    "too-large",
    `${file} has ${bytes} bytes, ${what} has at most ${most}`,
    "name a file that allocheck wrote",
  );
}
