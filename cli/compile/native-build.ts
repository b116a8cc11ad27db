/** What a shim is compiled with natively, so that a counterexample runs outside of WebAssembly. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { moduleAt } from "../../counterexamples/module-path.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { Build } from "../../report/formats/c-program.js";
import { settingsIn } from "./build-settings.js";
import { languageOf } from "./languages.js";
import { TEMPLATES } from "./request.js";

/** What its shim says, where it was one in C; else the names of files that a person will know better. */
export function nativeBuild(file: string, { module }: Counterexample): Build {
  const shim = module === undefined ? undefined : shimAt(file, module);
  if (shim === undefined || languageOf(shim) !== "c" || !existsSync(shim))
    return { args: ["-I.", "SHIM.c"], macros: [] };
  const text = readFileSync(shim, "utf8");
  const { define, include, flags, sources } = settingsIn(text, shim);
  const own = dirname(shim);
  const header = existsSync(join(own, "allocheck.h")) ? own : relative(".", join(TEMPLATES, "c"));
  const args = [
    `-I${header}`,
    ...include.map((directory) => `-I${directory}`),
    ...define.map((macro) => `-D${macro}`),
    ...flags,
    shim,
    ...sources,
  ];
  const macros = [...text.matchAll(/^\s*#\s*define\s+(ALLOCHECK_\w+)/gm)].map(([, name = ""]) => name);
  return { args, macros };
}

/** Where the shim lies; one that lies elsewhere is not looked at, and a person will know better. */
function shimAt(file: string, module: string): string | undefined {
  try {
    return moduleAt(file, module);
  } catch (error) {
    if (isMisuse(error)) return undefined;
    throw error;
  }
}
