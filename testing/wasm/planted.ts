/** The bitmap, or another, with one of its bugs: `bugs.c` says which there are. */
import { type ModuleName, moduleOf } from "./build.js";

/** Before the number of the bug in the data of a module. */
const MAGIC = 0x6b06b06b;

/** The module with that bug. */
export function planted(bug: number, name: ModuleName = "bugs"): Uint8Array {
  const bytes = Uint8Array.from(moduleOf(name));
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 8 <= bytes.length; at++)
    if (view.getUint32(at, true) === MAGIC) {
      view.setUint32(at + 4, bug, true);
      return bytes;
    }
  throw new Error(`${name}.wasm has no place for a bug`);
}
