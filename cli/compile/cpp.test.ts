/** C++, as far as kernels have it: beside C, with constructors that run once before ac_init. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import { fromWasm } from "../../model/wasm/from-wasm.js";
import { scopeOf } from "../../model/words/scope.js";
import { exportsOf, HAS_CLANG } from "../../testing/compilers.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { compile } from "./compile.js";

const ZONE = `
#include <string.h>
#include "zone.hpp"
Zone::Zone() { memset(used, 0, sizeof used); }
int Zone::take() {
  for (int at = 0; at < count; at++)
    if (!used[at]) return used[at] = true, at;
  return -1;
}
bool Zone::give(unsigned at) { return used[at] ? used[at] = false, true : false; }
`;
const HEADER = `
struct Zone { Zone(); virtual int take(); bool give(unsigned at); int count = 0; bool used[80]; };
`;
const SHIM = `// allocheck: sources zone.cc twice.c
#include "allocheck.h"
#include "zone.hpp"
extern "C" int twice(int);
static int begun = twice(1);
static Zone zone;
int32_t ac_init(void *, uint32_t frames, uint32_t, uint32_t) {
  zone.count = static_cast<int>(frames);
  return begun++ == 2 ? AC_OK : AC_REFUSED;
}
ac_frame ac_alloc() { return zone.take(); }
int32_t ac_free(ac_place at) { return zone.give(at) ? AC_OK : AC_REFUSED; }
`;

function written(more = ""): string {
  const directory = temporaryDirectory();
  const files = { "zone.cc": ZONE, "zone.hpp": HEADER, "twice.c": "int twice(int n) { return 2 * n; }\n" };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const shim = join(directory, "shim.cpp");
  writeFileSync(shim, SHIM + more);
  return shim;
}

describe.runIf(HAS_CLANG)("a shim in C++", () => {
  test("is checked with sources in C++ and C, its variables set up once", async () => {
    const bytes = await compile(written());
    expect(exportsOf(bytes)).toEqual(expect.arrayContaining(["ac_init", "ac_alloc", "ac_free"]));
    const definition = fromWasm({ name: "zone", bytes });
    const run = runTo({ definition, scope: scopeOf({}), selfTest: true });
    expect(run).toMatchObject({ verdict: "holds", states: 16 });
  });

  test("is corrected as one in C", async () => {
    const misspelt = compile(written('extern "C" int32_t ac_relase(ac_place f) { return (int)f; }'));
    await expect(misspelt).rejects.toMatchObject({ remedy: "did you mean ac_release?" });
    const other = compile(written("int32_t ac_settle(int n) { return n; }"));
    await expect(other).rejects.toThrow("defines ac_settle as no header that it includes declares it");
  });
});
