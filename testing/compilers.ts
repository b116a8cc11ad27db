/** Compilers that a machine may lack; what needs one is skipped there, and says so. */
import { onPath } from "../cli/compile/tool.js";

/** Whether C can be made into WebAssembly here. */
export const HAS_CLANG = onPath("clang") !== undefined && onPath("wasm-ld") !== undefined;

/** Whether a counterexample can be run natively here. */
export const HAS_CC = onPath("cc") !== undefined;

/** As much of the platform as tests look at; its types are not among those of Node. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: (new (
      bytes: Uint8Array,
    ) => object) &
      Readonly<Record<"exports" | "imports", (module: object) => readonly Named[]>>;
  };
};

interface Named {
  readonly module?: string;
  readonly name: string;
}

/** The names that a module exports. */
export function exportsOf(wasm: Uint8Array): string[] {
  return WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map(({ name }) => name);
}

/** What a module imports, each with the module it is to come from. */
export function importsOf(wasm: Uint8Array): string[] {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
  return imports.map(({ module, name }) => `${module}.${name}`);
}
