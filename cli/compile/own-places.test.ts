/** Where a finding about a compiled allocator is said to be: in its own sources. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Counterexample } from "../../model/trace/trace.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { placesOf } from "./own-places.js";

const SHIM = `// allocheck: sources kernel/list.c kernel/pmm.c
#include "allocheck.h"
int32_t ac_free(ac_place frame) {
  lock(&it);
  return pmm_free(frame);
}
ac_frame ac_alloc(void) { return somewhere_else(); }
`;
const PMM = `int pmm_free(unsigned page);
static int other(void) { return pmm_free(1) == 0; }

/* pmm_free() { */
int
pmm_free(unsigned page)
{
  return 0;
}
`;

function placesIn(kind: "free" | "alloc", found: string) {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "kernel"));
  const [shim, pmm] = [join(directory, "shim.c"), join(directory, "kernel", "pmm.c")];
  writeFileSync(shim, SHIM);
  writeFileSync(pmm, PMM);
  const command = kind === "free" ? { kind, frame: 0 } : { kind };
  const counterexample = {
    steps: [{ command, answer: { kind: "accepted" } }],
    found: found.replace("PMM", pmm),
  };
  const env = { GITHUB_WORKSPACE: directory };
  return placesOf(shim, [counterexample as unknown as Counterexample], env);
}

test("where the fault was, which may be far from the command", () => {
  const at = [{ file: "kernel/pmm.c", line: 61 }];
  expect(placesIn("alloc", "trap: unreachable, in give at PMM:61")).toEqual(at);
  expect(placesIn("alloc", "trap: unreachable, in give, which begins at PMM:61")).toEqual(at);
  expect(placesIn("alloc", "assert: n->at lies at x.c:7 at PMM:61")).toEqual(at);
});

test("else the function that the shim calls for the last command", () => {
  expect(placesIn("free", "accepted")).toEqual([{ file: "kernel/pmm.c", line: 6 }]);
});

test("and the shim itself, where what it calls is nowhere", () => {
  expect(placesIn("alloc", "trap: unreachable, in give at gone.c:61")).toEqual([null]);
});
