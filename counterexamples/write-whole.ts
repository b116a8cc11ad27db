import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Misuse } from "../model/misuse.js";

/** Writes a file whole or not at all: beside it first, then renamed. Throws a `Misuse` where it cannot. */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    remove(beside);
    throw cannotWrite(file, error);
  }
}

/**
 * Makes a directory and what is missing above it, one after the other; returns what it made, the
 * outermost first. Node's own recursive way never ends below /proc.
 */
export function makeDirectories(directory: string): string[] {
  if (existsSync(directory)) {
    readdirSync(directory); // what is there must be a directory
    return [];
  }
  const above = dirname(resolve(directory));
  const made = above === resolve(directory) ? [] : makeDirectories(above);
  mkdirSync(directory);
  return [...made, directory];
}

/** What cannot be removed was not written either; the first error is the one to tell. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}

/** The misuse of a place that cannot be written. */
export function cannotWrite(place: string, error: unknown): Misuse {
  const why = error instanceof Error ? ("code" in error ? String(error.code) : error.message) : String(error);
  return new Misuse(
    "cannot-write",
    `${place} cannot be written (${why})`,
    "name a place that can be written",
  );
}
