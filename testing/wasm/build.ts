/** The modules of this folder, and the compiler that makes them of their sources. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writer } from "../../model/wasm/code/bytes.js";
import { readModule } from "../../model/wasm/code/module.js";
import { ROOT } from "../read.js";

/** Where sources and modules lie. */
export const HERE = join(ROOT, "testing", "wasm");

/** The modules, each with the custom sections that are kept in it. */
export const MODULES = {
  bitmap: ["name"],
  regions: ["name"],
  list: ["name"],
  bugs: ["name", ".debug_line"],
  heap: ["name"],
  zones: ["name"],
  pool: ["name"],
  bytes: ["name"],
  shared: ["name"],
  orders: ["name"],
  buddy: ["name"],
} as const;
export type ModuleName = keyof typeof MODULES;

const FLAGS = [
  "--target=wasm32",
  "-O1",
  "-gline-tables-only",
  "-gdwarf-4",
  "-fdebug-compilation-dir=.",
  "-ffreestanding",
  "-nostdlib",
  "-fno-builtin",
  "-mbulk-memory",
  "-mmutable-globals",
  "-Wl,--no-entry",
  "-Wl,--stack-first",
  "-Wl,-z,stack-size=4096",
  "-Wl,--allow-undefined",
  "-Wl,--export=__heap_base",
];

/** Whether a clang and a wasm-ld are here that give these very bytes: those of LLVM 14. */
export function hasCompiler(): boolean {
  const { stdout } = spawnSync("clang", ["--version"], { encoding: "utf8" });
  const linker = spawnSync("wasm-ld", ["--version"]);
  return linker.status === 0 && /clang version 14\./.test(stdout ?? "");
}

/** The module as it lies here. */
export function moduleOf(name: ModuleName): Uint8Array {
  return readFileSync(join(HERE, `${name}.wasm`));
}

/** The module that its source gives, with what is defined before it: `FRAME=4096`. */
export function compiled(name: ModuleName, ...defined: readonly string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "allocheck-wasm-"));
  try {
    const out = join(folder, "out.wasm");
    const given = [...FLAGS, ...defined.map((each) => `-D${each}`), "-o", out, `${name}.c`];
    const { status, stderr } = spawnSync("clang", given, { cwd: HERE, encoding: "utf8" });
    if (status !== 0) throw new Error(`clang: ${stderr}`);
    return withSections(readFileSync(out), MODULES[name]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A module with no other custom sections than these. */
export function withSections(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const out = new Writer().raw(bytes, 0, 8);
  for (const { id, start, end, name } of readModule("a module", bytes).sections) {
    if (id === 0 && !names.includes(name)) continue;
    const body = new Writer();
    if (id === 0) body.name(name);
    body.raw(bytes, start, end);
    out.b(id).unsigned(body.length).raw(body.bytes);
  }
  return out.bytes;
}
