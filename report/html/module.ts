/** A module of WebAssembly as a page carries it. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { isMisuse } from "../../model/basics/misuse.js";
import { Writer } from "../../model/wasm/code/bytes.js";
import { readModule } from "../../model/wasm/code/module.js";
import { sectionOf, variablesOf } from "../../model/wasm/code/variables.js";
import type { Answering, Modules } from "./data.js";
import { withoutDebugging } from "./debugging.js";
import { packed } from "./packed.js";

/** Modules that take more characters are not carried: a page of one trace then has about 150 kB. */
const MOST_PACKED = 12_000;

/** What the engine needs of a module, and the names of its variables; `null` where it is none. */
function keptOf(bytes: Uint8Array): Uint8Array | null {
  try {
    const variables = variablesOf(readModule("", bytes))();
    const names = variables.length === 0 ? new Uint8Array() : sectionOf(variables);
    return new Writer().raw(withoutDebugging(bytes)).raw(names).bytes;
  } catch (error) {
    if (error instanceof RangeError || isMisuse(error)) return null;
    throw error;
  }
}

/** Who answers in a page where a file is, or was compiled to, this module; with it, where it is carried. */
export function moduleIn(file: string, bytes: Uint8Array): { answering: Answering; modules: Modules } {
  const kept = keptOf(bytes);
  if (kept === null) return { answering: { none: `${file} is truncated, or no module` }, modules: {} };
  const text = Buffer.from(kept).toString("base64");
  if (packed(text).length > MOST_PACKED) {
    const size = Math.round(kept.length / 1000);
    return {
      answering: { none: `${file} as a module has ${size} kB, more than a page carries` },
      modules: {},
    };
  }
  // One file may be compiled in several ways.
  const digest = createHash("sha256").update(kept).digest("hex").slice(0, 8);
  const name = `${digest}/${basename(file)}`;
  return { answering: { carried: name }, modules: { [name]: text } };
}
