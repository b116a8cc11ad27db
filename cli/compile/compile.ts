/** Makes WebAssembly of a person's allocator, by the compiler that the machine has. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Misuse } from "../../model/basics/misuse.js";
import type { BuildSettings } from "../targets/target.js";
import { settingsIn, together } from "./build-settings.js";
import { compileC } from "./c.js";
import { type Language, languageOf } from "./languages.js";
import type { Request } from "./request.js";
import { compileRust } from "./rust.js";
import { compileZig } from "./zig.js";

const COMPILERS: Readonly<Record<Language, (request: Request) => Promise<Uint8Array>>> = {
  c: compileC,
  rust: compileRust,
  zig: compileZig,
};

/**
 * Compiles a shim, with what its first comment and `further` name. Throws a `Misuse` that carries what the
 * compiler says, and one that names what to install where there is no compiler.
 */
export async function compile(
  shim: string,
  further: Partial<BuildSettings> = {},
  uses: (file: string) => void = () => {},
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const language = languageOf(shim);
  if (language === undefined) throw new Error(`internal: ${shim} is in no language that is compiled`);
  const settings = together(settingsIn(readShim(shim), shim), further);
  for (const file of settings.sources) mustBeFile(file, shim);
  for (const file of [shim, ...settings.sources]) uses(file); // also where they do not compile
  const workshop = mkdtempSync(join(tmpdir(), "allocheck-"));
  try {
    return await COMPILERS[language]({ shim, settings, workshop, uses, ...(signal && { signal }) });
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function readShim(shim: string): string {
  try {
    return readFileSync(shim, "utf8");
  } catch {
    throw new Misuse("missing-module", `${shim} cannot be read`, "name a file that can be read");
  }
}

function mustBeFile(file: string, shim: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Misuse(
      "missing-source",
      `there is no file ${file}, a source of ${shim}`,
      "sources lie beside the file that names them: mend the path (one with spaces stands in quotes)",
    );
}
