/**
 * The door for WebAssembly with one of its guards taken out: a copy of `model/wasm/` beside links to the rest
 * of the model, loaded into this process.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Door from "../../model/wasm/from-wasm.js";
import { ROOT } from "../read.js";

const MODEL = join(ROOT, "dist", "model");

/** A place in a compiled file of `model/wasm/`, and what stands there without the guard. */
export interface Guard {
  readonly file: string;
  readonly text: string;
  readonly without: string;
}

/** The door without a guard. Throws where the text of the guard does not stand in its file just once. */
export async function doorWithout({ file, text, without }: Guard): Promise<typeof Door> {
  const home = mkdtempSync(join(tmpdir(), "allocheck-guard-"));
  try {
    const model = join(home, "dist", "model"); // what is in `dist` is loaded as it is
    mkdirSync(model, { recursive: true });
    writeFileSync(join(home, "package.json"), '{ "type": "module" }');
    for (const room of readdirSync(MODEL))
      if (room !== "wasm") symlinkSync(join(MODEL, room), join(model, room));
    cpSync(join(MODEL, "wasm"), join(model, "wasm"), {
      recursive: true,
      filter: (path) => !/\.(?:map|d\.ts|test\.js)$/.test(path),
    });
    const changed = join(model, "wasm", file);
    const parts = readFileSync(changed, "utf8").split(text);
    if (parts.length !== 2) throw new Error(`${file} must hold once: ${text}`);
    writeFileSync(changed, parts.join(without));
    return (await import(pathToFileURL(join(model, "wasm", "from-wasm.js")).href)) as typeof Door;
  } finally {
    rmSync(home, { recursive: true });
  }
}
