/** A panic by which a kernel refuses: the command is refused, and nothing of it is left. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import { fromWasm } from "../../model/wasm/from-wasm.js";
import { scopeOf } from "../../model/words/scope.js";
import { HAS_CLANG } from "../../testing/compilers.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { compile } from "./compile.js";

/** A lock is held and a count is kept where it panics; `ROOM` is how much it believes to have. */
const PANICS = `
#include "allocheck.h"
static uint32_t used, all, locks, panics;
static void panic(void) { panics++; ac_halt(); }
static void lock(void) { if (locks++ != 0) __builtin_unreachable(); }
int32_t ac_init(void *base, uint32_t frames, uint32_t owners, uint32_t slices) {
  if (frames > LARGEST) panic();
  return all = frames, (void)base, (void)owners, (void)slices, AC_OK;
}
ac_frame ac_alloc(void) {
  lock();
  for (uint32_t at = 0; at < ROOM; at++)
    if (!(used >> at & 1)) return used |= 1u << at, locks--, (ac_frame)at;
  panic();
}
int32_t ac_free(ac_place at) {
  lock();
  uint32_t had = used;
  used &= ~(1u << at);
  if (had == used) panic();
  return locks--, AC_OK;
}
`.replace("static void panic", "static __attribute__((noreturn)) void panic");

async function definitionOf(...define: readonly string[]) {
  const file = join(temporaryDirectory(), "shim.c");
  writeFileSync(file, PANICS);
  return fromWasm({ name: "panics", bytes: await compile(file, { define: [...define] }) });
}

describe.runIf(HAS_CLANG)("a kernel that panics", () => {
  test("refuses so, in a search and in walks that go straight on", async () => {
    const definition = await definitionOf("ROOM=all", "LARGEST=4");
    const run = runTo({ definition, scope: scopeOf({}), selfTest: true });
    expect(run).toMatchObject({ verdict: "holds", states: 16 });
    expect(run.outcomes).toMatchObject({ "free:already-free": 32, "alloc:exhausted": 1 });
    expect(() => definition.make(scopeOf({ frames: 5 }))).toThrow(/does not begin with .*: ac_init halts;/);
  });

  test("and not where nothing forbids the command", async () => {
    const definition = await definitionOf("ROOM=all-1", "LARGEST=4");
    expect(runTo({ definition, scope: scopeOf({}) }).counterexamples).toMatchObject([
      { rule: "alloc/legal", expected: "accepted", found: "refused" },
    ]);
  });
});
