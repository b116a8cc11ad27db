/** Rust by rustc, where it has the target. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { complaint, noCompiler } from "./complaint.js";
import { COMPILE_FLAGS } from "./languages.js";
import { dependencies } from "./make-rule.js";
import type { Request } from "./request.js";
import { onPath, run } from "./tool.js";

const TARGET = "wasm32-unknown-unknown";

/** Compiles a shim as the root of a crate; other files are its modules (`#[path]`). */
export async function compileRust({ shim, settings, workshop, uses, signal }: Request): Promise<Uint8Array> {
  const rustc = process.env["ALLOCHECK_RUSTC"] ?? onPath("rustc");
  if (rustc === undefined)
    throw noCompiler(shim, "rustc is not on the PATH", "install Rust, see https://rustup.rs");
  const { stdout } = await run(rustc, ["--print", "target-libdir", "--target", TARGET], signal);
  const library = stdout.trim();
  if (!existsSync(library))
    throw noCompiler(
      shim,
      `rustc has no target ${TARGET}`,
      `run: rustup target add ${TARGET} (Debian: apt install libstd-rust-dev-wasm32 lld)`,
    );
  const [module, rule] = [join(workshop, "module.wasm"), join(workshop, "module.d")];
  const args = [
    ...COMPILE_FLAGS.rust,
    ...linkerBeside(library),
    ...settings.define.map((condition) => `--cfg=${condition}`),
    ...settings.flags,
    `--emit=link=${module},dep-info=${rule}`,
    shim,
  ];
  const { ok, stderr } = await run(rustc, args, signal);
  if (!ok) throw complaint(shim, stderr);
  for (const file of dependencies(readFileSync(rule, "utf8"))) uses(file);
  return readFileSync(module);
}

/** Distributions leave out the linker that rustc looks for by itself, and have that of LLVM. */
function linkerBeside(library: string): readonly string[] {
  const targets = join(library, "..", "..");
  const hasLinker = readdirSync(targets).some((host) => existsSync(join(targets, host, "bin", "rust-lld")));
  return hasLinker ? [] : ["-Clinker=wasm-ld"];
}
