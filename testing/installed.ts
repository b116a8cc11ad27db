import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./read.js";

/**
 * Puts the package into a directory as npm would, so that files there can import it.
 *
 * It is a copy and no link: a loader that rewrites files on their way in would otherwise rewrite the very
 * files whose coverage is measured, and V8 would count lines of a text that nobody wrote.
 */
export function installInto(directory: string): void {
  const modules = join(directory, "node_modules");
  const home = join(modules, "allocheck");
  mkdirSync(home, { recursive: true });
  cpSync(`${ROOT}package.json`, join(home, "package.json"));
  cpSync(`${ROOT}dist`, join(home, "dist"), {
    recursive: true,
    filter: (path) => !/\.test\.|\.map$/.test(path),
  });
  cpSync(`${ROOT}templates`, join(home, "templates"), { recursive: true });
  const bin = join(modules, ".bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "allocheck"), `#!/bin/sh\nexec node ${home}/dist/cli/main.js "$@"\n`, {
    mode: 0o755,
  });
  for (const name of readdirSync(`${ROOT}node_modules`))
    if (name !== ".bin") symlinkSync(`${ROOT}node_modules/${name}`, join(modules, name));
}
