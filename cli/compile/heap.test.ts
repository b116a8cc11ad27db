/** The heap that C is given, for nodes that an allocator keeps outside of its pool. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import { Windowing } from "../../explore/check/windows.js";
import { fromWasm } from "../../model/wasm/from-wasm.js";
import { scopeOf } from "../../model/words/scope.js";
import { HAS_CLANG } from "../../testing/compilers.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { compile } from "./compile.js";

/** A node for each frame that is held; `FREE` is how one is given back. */
const NODES = `
#include <stdlib.h>
#include <string.h>
#include "allocheck.h"
static struct node { struct node *next; uint32_t at; } *held;
static uint32_t all;
int32_t ac_init(void *base, uint32_t frames, uint32_t owners, uint32_t slices) {
  int32_t *three = calloc(3, 4), *more = realloc(memset(three, 1, 12), 40), *other = malloc(0);
  int wrong = more[2] != 0x01010101 || more[3] != 0 || other == more;
  wrong |= malloc(1 << 16) || calloc(1u << 31, 2);
  free(0), free(more), free(other);
  all = frames, held = 0;
  return (void)base, (void)owners, (void)slices, wrong ? AC_REFUSED : AC_OK;
}
static struct node **find(uint32_t at) {
  struct node **link = &held;
  while (*link && (*link)->at < at) link = &(*link)->next;
  return link;
}
static int has(uint32_t at) { return *find(at) && (*find(at))->at == at; }
ac_frame ac_alloc_block(ac_size count, ac_size align) {
  for (uint32_t at = 0; count == 1 && align == 1 && at < all; at++)
    if (!has(at)) {
      struct node *node = malloc(sizeof *node), **link = find(at);
      return *node = (struct node){*link, at}, *link = node, (int32_t)at;
    }
  return AC_EXHAUSTED;
}
int32_t ac_offers_block(ac_size count, ac_size align) { return count == 1 && align == 1; }
int32_t ac_free(ac_place at) {
  struct node **link = find(at), *node = *link;
  if (!has(at)) return AC_ALREADY_FREE;
  *link = node->next;
  return FREE, AC_OK;
}
`;

async function definitionOf(free: string) {
  const file = join(temporaryDirectory(), "shim.c");
  writeFileSync(file, NODES);
  return fromWasm({ name: "nodes", bytes: await compile(file, { define: [`FREE=${free}`] }) });
}

describe.runIf(HAS_CLANG)("the heap of C", () => {
  test("is the same where the same nodes are held, and serves a window", async () => {
    const definition = await definitionOf("free(node)");
    const scope = scopeOf({ frames: 3, modules: ["core", "blocks"] });
    const alone = runTo({ definition, scope });
    expect(alone).toMatchObject({ verdict: "holds", states: 8 });
    const windowing = new Windowing(alone, "one");
    for (let next = windowing.next(); next !== null; next = windowing.next())
      windowing.take(runTo({ definition, scope: next }));
    expect(windowing.run.evidence).toMatchObject([{ seen: [{ at: 63, states: 8 }], open: [] }]);
  });

  test("ends a free of what it has not given, at the line of who freed it", async () => {
    const definition = await definitionOf("free(node),free(node)");
    const { counterexamples } = runTo({ definition, scope: scopeOf({ modules: ["core", "blocks"] }) });
    expect(counterexamples).toMatchObject([
      { rule: "assert", found: expect.stringMatching(/has not given, in ac_free at .*shim\.c:34$/) },
    ]);
  });
});
