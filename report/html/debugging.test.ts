import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Writer } from "../../model/wasm/code/bytes.js";
import { ROOT } from "../../testing/read.js";
import { withoutDebugging } from "./debugging.js";

const module = readFileSync(`${ROOT}testing/wasm/bitmap.wasm`);

/** A section without meaning, of a name. */
const custom = (name: string) => {
  const body = new Writer().name(name).raw(new Uint8Array(300));
  return new Writer().b(0).unsigned(body.length).raw(body.bytes).bytes;
};

test("what is for debuggers goes, and all else stays as it is", () => {
  const plain = withoutDebugging(module);
  const own = custom("mine");
  const full = new Writer().raw(plain, 0, 8).raw(custom(".debug_info")).raw(plain, 8).raw(own);
  expect(withoutDebugging(full.raw(custom(".debug_line")).bytes)).toEqual(
    new Writer().raw(plain).raw(own).bytes,
  );
  expect(() => withoutDebugging(plain.subarray(0, plain.length - 1))).toThrow(RangeError);
});
