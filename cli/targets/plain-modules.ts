/** Modules that Node can load by itself: to start what reads TypeScript takes longer than most searches. */
import { readFileSync, realpathSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a module names that it loads, behind `from` or `import`. */
const IMPORT = /\b(?:from|import)\s*["']([^"'\\]+)["']/g;
/** What could load something that is not named so. */
const OTHERWISE = /\bimport\s*[(.]|\bimport\s*\/|\bfrom\s*\/|\brequire\b|\bcreateRequire\b/;

/**
 * The files of a `.mjs` file and of all that it imports, when these are `.mjs` files, this package and what
 * comes with Node, and are named in plain sight; otherwise `null`. What only looks like an import is taken
 * for one: there is no such file, and so it is `null`. `isOurs` tells a URL of this package.
 */
export function plainModules(file: string, isOurs: (url: string) => boolean): readonly string[] | null {
  const found = new Set<string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const names = next.endsWith(".mjs") ? namedIn(next) : null;
    if (names === null) return null;
    found.add(next);
    for (const name of names.filter((each) => !isBuiltin(each))) {
      const to = fileOf(name, next);
      if (to === null) return null;
      if (!found.has(to) && !isOurs(pathToFileURL(to).href)) waiting.push(to);
    }
  }
  return [...found];
}

/** What a module names to be loaded; `null` where that is not all, or it cannot be read. */
function namedIn(file: string): string[] | null {
  try {
    const text = readFileSync(file, "utf8");
    return OTHERWISE.test(text) ? null : [...text.matchAll(IMPORT)].map(([, name = ""]) => name);
  } catch {
    return null;
  }
}

/** The file that a module names, by a path or as a package; `null` where there is none. */
function fileOf(name: string, importer: string): string | null {
  try {
    if (!/^(?:\.{0,2}\/|file:)/.test(name)) return createRequire(importer).resolve(name);
    const url = new URL(name, pathToFileURL(`${dirname(importer)}/`));
    return url.search === "" && url.hash === "" ? realpathSync(fileURLToPath(url)) : null;
  } catch {
    return null;
  }
}
