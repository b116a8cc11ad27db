import { expect, test } from "vitest";
import { ownScope } from "../../explore/check/own-scope.js";
import { STRICT } from "../../model/contracts/named.js";
import { FREE, TAKEN } from "../../model/words/frames.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { Bootmem, bootmem } from "./bootmem.js";

const PAGE = 4096;
const node = () => new Bootmem(scopeOf(4, 1, 1));
const taken = (memory: Bootmem) => [0, 1, 2, 3].map((frame) => memory.observe(frame) === TAKEN);

test("what needs less than a page goes on in the page the last one ended in, aligned", () => {
  const memory = node();
  expect(memory.alloc_bootmem(100, 16)).toBe(0);
  expect(memory.alloc_bootmem(100, 16)).toBe(112);
  expect(taken(memory)).toEqual([true, false, false, false]);
  expect(memory.alloc_bootmem(PAGE, 64)).toBe(256); // over the end of the page into the next
  expect(taken(memory)).toEqual([true, true, false, false]);
  expect(memory.alloc_bootmem(PAGE, PAGE)).toBe(2 * PAGE);
  expect(memory.alloc_bootmem(8, 8)).toBe(3 * PAGE); // the last one ended where a page does
});

test("a page given back in parts is never given back, one reserved in part is kept whole", () => {
  const memory = node();
  memory.reserve_bootmem(PAGE / 2, PAGE);
  expect(taken(memory)).toEqual([true, true, false, false]);
  expect(memory.free_bootmem(PAGE / 2, PAGE)).toBe(true);
  expect(taken(memory)).toEqual([true, true, false, false]);
  expect(memory.free_bootmem(0, 2 * PAGE)).toBe(true);
  expect(memory.free_bootmem(0, PAGE)).toBe(false);
});

test("the search begins at the hint, which a free moves back, and begins anew at the end", () => {
  const memory = node();
  expect([memory.alloc_bootmem(PAGE, PAGE), memory.alloc_bootmem(2 * PAGE, PAGE)]).toEqual([0, PAGE]);
  expect(memory.free_bootmem(0, PAGE)).toBe(true);
  expect(memory.alloc_bootmem(PAGE, PAGE)).toBe(0);
  expect(memory.alloc_bootmem(PAGE, PAGE)).toBe(3 * PAGE);
  expect(memory.alloc_bootmem(PAGE, PAGE)).toBeNull();
});

test("at the end of boot every free frame is handed over, and none is left", () => {
  const memory = node();
  memory.reserve_bootmem(0, PAGE + 1);
  expect(memory.free_all_bootmem()).toBe(2);
  expect(memory.alloc_bootmem(1, 1)).toBeNull();
  expect(memory.observe(3)).not.toBe(FREE);
});

test("it holds under what it halts on, and the counts are pinned", () => {
  const run = runToEnd({ definition: bootmem, scope: ownScope(scopeOf(4, 2, 3), bootmem) });
  expect(run).toMatchObject({
    verdict: "holds",
    states: 768,
    tried: 16_668,
    transitions: 7_767,
    depth: 10,
  });
});

test("under strict it trusts its callers in seven ways, each by a shortest trace", () => {
  const scope = ownScope(scopeOf(4, 1, 1), bootmem);
  const { counterexamples } = runToEnd({ definition: bootmem, scope, contract: STRICT, keep: "all" });
  expect(counterexamples.map(({ rule, steps }) => [rule, steps.length])).toEqual([
    ["reserve/overlaps-reserved", 2],
    ["free-block/reserved", 2],
    ["reserve/overlaps-allocated", 2],
    ["release/not-reserved", 2],
    ["free-block/partial", 2],
    ["free-block/interior", 2],
    ["free-block/foreign-block", 3],
  ]);
});
