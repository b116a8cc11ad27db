/** Zig by zig, which brings all it needs. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Misuse } from "../../model/basics/misuse.js";
import { complaint, noCompiler } from "./complaint.js";
import { COMPILE_FLAGS } from "./languages.js";
import type { Request } from "./request.js";
import { onPath, run } from "./tool.js";

/** Compiles a shim as the root module. Other sources are modules that it imports by their file's name. */
export async function compileZig({ shim, settings, workshop, uses, signal }: Request): Promise<Uint8Array> {
  const zig = process.env["ALLOCHECK_ZIG"] ?? onPath("zig");
  if (zig === undefined)
    throw noCompiler(shim, "zig is not on the PATH", "install it, see https://ziglang.org/download");
  if (settings.define.length > 0 || settings.include.length > 0)
    throw new Misuse("bad-build", `${shim}: Zig knows no define and no include`, "leave them out");
  const module = join(workshop, "module.wasm");
  const modules = settings.sources.map((file) => ({ name: basename(file, ".zig"), file }));
  const args = [
    ...["build-exe", ...COMPILE_FLAGS.zig, ...settings.flags, `-femit-bin=${module}`],
    ...["--cache-dir", join(workshop, "cache")],
    ...modules.flatMap(({ name }) => ["--dep", name]),
    `-Mroot=${shim}`,
    ...modules.map(({ name, file }) => `-M${name}=${file}`),
  ];
  for (const file of imported([shim, ...settings.sources])) uses(file);
  const { ok, stderr } = await run(zig, args, signal);
  if (!ok) throw complaint(shim, stderr);
  return readFileSync(module);
}

/** The files, and those that they import by their path; zig itself writes no list of them. */
function imported(files: readonly string[]): string[] {
  const seen = new Set(files);
  for (const file of seen)
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/@import\("([^"]+\.zig)"\)/g)) {
      const beside = join(dirname(file), path);
      if (existsSync(beside)) seen.add(beside);
    }
  return [...seen];
}
