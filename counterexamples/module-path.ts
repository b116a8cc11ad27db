/** Where the module lies that defines a counterexample's allocator, and whether it is run unasked. */
import { realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { Misuse } from "../model/basics/misuse.js";

/** The path of a module from the folder of the counterexample that names it: `./x.ts` or `../x.ts`. */
export function moduleFrom(directory: string, module: string): string {
  const path = relative(real(directory), real(module)).split(sep).join("/");
  return path.startsWith("../") || isAbsolute(path) ? path : `./${path}`;
}

/**
 * The module that a counterexample in `file` names: by its path from there, or as older ones have it, from
 * the working directory. Throws a `Misuse` for one that lies below neither: a file that came from elsewhere
 * must not choose what code runs here.
 */
export function moduleAt(file: string, module: string): string {
  const found = foundAt(file, module) ?? resolve(dirname(file), module);
  const below = [dirname(file), "."].some((folder) => isBelow(real(folder), real(found)));
  if (below) return named(found);
  throw new Misuse(
    "elsewhere",
    `${file} names the code ${module}, which lies neither below its folder nor below the working directory`,
    `to run it all the same: --on ${named(found)}`,
  );
}

/**
 * Whether a counterexample in `file` that names a module may be of the code in another file, `null` for what
 * is in none: it is not while the module lies where it was. What has been moved is known by its name alone.
 */
export function mayBeOf(file: string, module: string, other: string | null): boolean {
  const found = foundAt(file, module);
  return found === undefined || (other !== null && real(found) === real(other));
}

/** The file that a module's path means: from where the counterexample lies, or the working directory. */
function foundAt(file: string, module: string): string | undefined {
  const places = [resolve(dirname(file), module), resolve(module)];
  return places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile());
}

/** A path as it is shown: from the working directory where it lies below that. */
function named(path: string): string {
  return isBelow(process.cwd(), path) ? relative(process.cwd(), path) : path;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Where a path leads in the end; what is not there leads nowhere else. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
