/** A module of WebAssembly without what only debuggers read, which is most of it. */
import { Reader, Writer } from "../../model/wasm/code/bytes.js";

/** A module begins with so many bytes of its own. */
const HEAD = 8;
/** The sections that say nothing to the engine. */
const CUSTOM = 0;

/** The module without its sections `.debug_...`. Throws a `RangeError` where it is truncated. */
export function withoutDebugging(module: Uint8Array): Uint8Array {
  const reader = new Reader(module);
  const kept = new Writer();
  reader.skip(HEAD);
  kept.raw(module, 0, HEAD);
  while (reader.more) {
    const from = reader.at;
    const id = reader.u8();
    const section = reader.part(reader.unsigned());
    if (id !== CUSTOM || !section.name().startsWith(".debug")) kept.raw(module, from, section.end);
  }
  return kept.bytes;
}
