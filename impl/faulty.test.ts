/** Each faulty allocator is caught at its shortest length under its own rule; what it was made from holds. */
import { describe, expect, test } from "vitest";
import { ownScopes } from "../explore/widen.js";
import type { Scope } from "../model/scope.js";
import { programOf } from "../testing/commands.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { ALLOCATORS } from "./registry.js";

const CAUGHT = [
  {
    name: "bitmap-ignores-slices",
    rule: "release/live-slice",
    program: ["reserve(0, owner 1)", "borrow(0)", "release(0, owner 1)"],
  },
  {
    name: "bitmap-pins-once",
    rule: "release/live-slice",
    program: ["reserve(0, owner 1)", "borrow(0)", "borrow(0)", "drop(0)", "release(0, owner 1)"],
  },
  {
    name: "bitmap-ignores-owner",
    rule: "release/foreign-owner",
    program: ["reserve(0, owner 1)", "release(0, owner 2)"],
  },
  {
    name: "bitmap-checks-first-frame",
    rule: "release/not-reserved",
    program: ["reserve(0, owner 1)", "release(0..1, owner 1)"],
  },
  {
    name: "bitmap-borrows-across-owners",
    rule: "borrow/mixed-owners",
    program: ["reserve(0, owner 1)", "reserve(1, owner 2)", "borrow(0..1)"],
  },
  { name: "bitmap-frees-reserved", rule: "free/reserved", program: ["reserve(0, owner 1)", "free(0)"] },
  { name: "bitmap-frees-twice", rule: "free/already-free", program: ["free(0)"] },
  {
    name: "bitmap-refuses-halfway",
    rule: "refusal-writes",
    program: ["reserve(1, owner 1)", "reserve(0..1, owner 1)"],
  },
  { name: "bitmap-allocs-reserved", rule: "alloc/free-frame", program: ["reserve(0, owner 1)", "alloc()"] },
  {
    name: "free-list-forgets-to-merge",
    rule: "audit",
    program: ["reserve(0, owner 1)", "release(0, owner 1)"],
  },
  { name: "free-list-loops", rule: "audit", program: ["reserve(0, owner 1)", "release(0, owner 1)"] },
  {
    name: "memblock-frees-its-array",
    rule: "alloc/free-frame",
    program: ["reserve(0, owner 1)", "allow-resize()", "release(2, owner 1)", "end-boot()", "alloc()"],
  },
  {
    name: "memblock-unites-with-one",
    rule: "audit",
    program: ["reserve(0, owner 1)", "reserve(2, owner 1)", "reserve(0..1, owner 1)"],
  },
  {
    name: "memblock-undoes-the-last",
    rule: "refusal-writes",
    program: ["reserve(1, owner 1)", "reserve(0..2, owner 1)"],
  },
  {
    name: "memblock-hands-over-outward",
    rule: "alloc/free-frame",
    program: ["reserve(0, owner 1)", "end-boot()", "alloc()"],
  },
  { name: "memblock-sets-node-to-end", rule: "queries", program: ["set-node(1, node 2)"] },
  { name: "memblock-forgets-total", rule: "audit", program: ["trim(align 2)"] },
  {
    name: "memblock-grows-into-reserved",
    rule: "conservation",
    program: ["reserve(0, owner 1)", "allow-resize()", "release(0..4, owner 1)"],
  },
  {
    name: "memblock-grows-into-removed",
    rule: "grown-in-free-memory",
    program: ["allow-resize()", "remove(0..2)"],
  },
  {
    name: "memblock-forgets-direction",
    rule: "promised-end",
    program: ["set-direction(bottom-up)", "alloc-range(1 unit, align 1, phys)"],
  },
  {
    name: "memblock-relaxes-the-bound",
    rule: "alloc-range/exhausted",
    program: ["alloc-range(2 units, align 1, within 0..1, phys)"],
  },
  { name: "memblock-takes-part-for-all", rule: "queries", program: ["remove(0)"] },
  { name: "bitmap-panics-when-full", rule: "threw", program: ["reserve(0..3, owner 1)", "alloc()"] },
  { name: "bitmap-forgets-to-answer", rule: "no-answer", program: ["alloc()", "free(0)"] },
  {
    name: "bitmap-moves-its-table",
    rule: "resized",
    program: ["reserve(0, owner 1)", "borrow(0)", "borrow(0)"],
  },
  { name: "bitmap-hides-its-hint", rule: "hidden-state", program: ["alloc()"] },
  { name: "bitmap-draws-frames", rule: "nondeterministic", program: ["alloc()"] },
  {
    name: "bitmap-frees-in-scrub",
    rule: "scrub-matters",
    program: ["alloc()", "free(0)", "reserve(0, owner 1)"],
  },
  { name: "free-list-walks-its-head", rule: "observer-writes", program: ["reserve(1, owner 1)"] },
] as const;

/** These never return: a test that can end them has them. */
const ELSEWHERE = ["bitmap-scans-for-ever"];
/** What only sampling sees is seen where it is drawn; the trace is the least all the same. */
const SAMPLED: readonly string[] = ["hidden-state", "nondeterministic", "scrub-matters"];

const FAULTY = ALLOCATORS.filter((definition) => definition.class === "faulty");
const parentOf = (name: string) =>
  ALLOCATORS.find((definition) => definition.class === "sound" && name.startsWith(`${definition.name}-`));

test("the table has every faulty allocator, and each is named after a sound one", () => {
  expect(FAULTY.map(({ name }) => name)).toEqual([...CAUGHT.map(({ name }) => name), ...ELSEWHERE]);
  // So that what it overrides is all the difference.
  for (const { name, contract, offers } of FAULTY) expect(parentOf(name)).toMatchObject({ contract, offers });
});

describe.each(CAUGHT)("$name", ({ name, rule, program }) => {
  const definition = ALLOCATORS.find((candidate) => candidate.name === name)!;
  const [scope] = ownScopes(definition) as [Scope, ...Scope[]]; // each has one at the least

  test(`breaks ${rule} in ${program.length} steps`, () => {
    const run = runToEnd({ definition, scope });
    expect(run).toMatchObject({ verdict: "broken", stoppedBy: "finding" });
    if (SAMPLED.includes(rule)) expect(run.depth).toBeGreaterThanOrEqual(program.length);
    else expect(run.depth).toBe(program.length);
    expect(run.counterexamples.map((found) => found.rule)).toEqual([rule]);
    expect(programOf(run.counterexamples[0]!)).toEqual(program);
  });

  test("is not caught one step earlier, and its parent not at all", () => {
    const budget = { maxDepth: program.length - 1 };
    const short = runToEnd({ definition, scope, budget });
    expect(short).toMatchObject({ verdict: "unfinished", counterexamples: [] });
    const parent = runToEnd({
      definition: parentOf(name)!,
      scope: definition.scopes === undefined ? scopeOf(3, 2, 2) : scope,
    });
    expect(parent.verdict).toBe("holds");
  });
});
