/** What a compiler writes of variables is read again, and what is kept of them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Writer } from "../../model/wasm/code/bytes.js";
import { readModule } from "../../model/wasm/code/module.js";
import { sectionOf, variablesOf } from "../../model/wasm/code/variables.js";
import { fromWasm } from "../../model/wasm/from-wasm.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { moduleIn } from "../../report/html/module.js";
import { HAS_CLANG } from "../../testing/compilers.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { compile } from "./compile.js";

/** Of each kind of type one, and what has no place. */
const SHIM = `#include "allocheck.h"
enum kind { NONE, SOME };
typedef struct { signed short low; enum kind kind; unsigned flag : 1; } entry;
static volatile entry entries[2];
static volatile unsigned char bits[2][3];
static union { long long whole; unsigned half[2]; } both;
static const void *volatile where;
int32_t ac_init(void *base, uint32_t frames, uint32_t owners, uint32_t slices) {
  static volatile int calls;
  (void)owners, (void)slices;
  entries[1].low = -2, entries[1].kind = SOME, bits[1][2] = 7, where = (char *)base + 4096 * (frames - 1);
  calls = calls + 1, both.half[1] = frames;
  return AC_OK;
}
int32_t ac_alloc(void) { return entries[1].kind == SOME ? bits[0][0]++ + (int)both.whole : AC_EXHAUSTED; }
`;

const SCOPE = { ...DEFAULT_SCOPE, frames: 3 };

function told(bytes: Uint8Array): string[] {
  const fields = fromWasm({ name: "shim", bytes }).make(SCOPE).fields?.() ?? [];
  return fields.map(({ name, values }) => `${name}: ${values.join(" ")}`);
}

test.skipIf(!HAS_CLANG).each(["-gdwarf-4", "-gdwarf-5"])(
  "by %s, and without it where they are kept",
  async (flag) => {
    const shim = join(temporaryDirectory(), "shim.c");
    writeFileSync(shim, SHIM);
    const bytes = await compile(shim, { flags: [flag] });
    const fields = told(bytes);
    expect(new Set(fields)).toEqual(
      new Set([
        "entries[0].low: 0",
        "entries[0].kind: 0",
        "entries[1].low: -2",
        "entries[1].kind: 1",
        "bits: 0 0 0 0 0 7",
        "both.whole: 12884901888",
        "both.half: 0 3",
        fields.find((field) => /^where: 0x\w+ \(frame 2\)$/.test(field)),
        "calls: 1",
      ]),
    );
    const { modules } = moduleIn("shim.c", bytes);
    const [carried = ""] = Object.values(modules);
    expect(told(Buffer.from(carried, "base64"))).toEqual(fields);
  },
);

test("what is cut short is read as far as it goes, and who wrote nothing down has none", () => {
  const plain = readFileSync(`${ROOT}testing/wasm/bitmap.wasm`);
  expect(variablesOf(readModule("bitmap", plain))()).toEqual([]);
  const cut = new Writer()
    .raw(plain)
    .b(0)
    .unsigned(20)
    .name(".debug_info")
    .raw(new Uint8Array(8).fill(9)).bytes;
  expect(variablesOf(readModule("bitmap", cut))()).toEqual([]);
  const one = { name: "holder", at: 1024, size: 1, count: 4, signed: false };
  const kept = new Writer().raw(plain).raw(sectionOf([one])).bytes;
  expect(variablesOf(readModule("bitmap", kept))()).toEqual([one]);
});
