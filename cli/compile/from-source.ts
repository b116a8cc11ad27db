/** The door for sources in C, Rust and Zig, for whoever checks them in a test or a file of their own. */
import { basename, extname } from "node:path";
import { optionsGiven } from "../../model/basics/given.js";
import { Misuse } from "../../model/basics/misuse.js";
import { shown } from "../../model/basics/wording.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { fromWasm, type WasmOptions } from "../../model/wasm/from-wasm.js";
import type { BuildSettings } from "../targets/target.js";
import { compile } from "./compile.js";
import { languageOf } from "./languages.js";

/** How a source is compiled and called; paths are from the working directory. */
export type SourceOptions = Partial<BuildSettings> & Partial<Omit<WasmOptions, "bytes" | "file">>;

/**
 * Compiles a shim and returns its allocator. Rejects with a misuse where it does not compile, or where no
 * compiler is there.
 */
export async function fromSource(shim: string, options: SourceOptions = {}): Promise<AllocatorDefinition> {
  if (typeof shim !== "string" || languageOf(shim) === undefined)
    throw new Misuse(
      "bad-build",
      `${shown(shim)} is no source in C, Rust or Zig`,
      "give fromWasm the bytes of a module, and name anything else to allocheck check",
    );
  const {
    sources = [],
    include = [],
    define = [],
    flags = [],
    ...terms
  } = optionsGiven("fromSource", options, 'fromSource("./shim.c", { sources: ["pmm.c"] })');
  const bytes = await compile(shim, { sources, include, define, flags });
  return fromWasm({ name: basename(shim, extname(shim)), ...terms, bytes, file: shim });
}
