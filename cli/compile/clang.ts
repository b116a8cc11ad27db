/** The clang of the machine. */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Request } from "./request.js";
import { isProgram, onPath, type Ran, run } from "./tool.js";

/** Runs clang with these arguments. */
export type Clang = (args: readonly string[]) => Promise<Ran>;

/** The clang that is named or on the PATH, where there is a linker for WebAssembly beside it. */
export function clangOfMachine({ signal }: Request): Clang | undefined {
  const clang = process.env["ALLOCHECK_CLANG"] ?? onPath("clang");
  if (clang === undefined || !(hasLinker(clang) || onPath("wasm-ld"))) return undefined;
  return (args) => run(clang, args, signal);
}

function hasLinker(clang: string): boolean {
  try {
    return isProgram(join(dirname(realpathSync(clang)), "wasm-ld"));
  } catch {
    return false;
  }
}
