/** What the checker found in this class once it drove it, each as it was found. */
import { expect, test } from "vitest";
import { bare } from "../../testing/memblocks.js";
import { ENOMEM, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

/** A machine of so many units of memory, whose lists begin with room for two and may grow. */
function growing(units: number, unitsPerFrame = 1): Memblock {
  const memblock = bare({ cells: units, unitsPerFrame, capacity: 2 });
  memblock.add(0, units);
  memblock.allow_resize();
  return memblock;
}

function expectUnchanged(memblock: Memblock, change: () => number, answer: number): void {
  const before = memblock.state.slice();
  expect(change()).toBe(answer);
  expect(memblock.state).toEqual(before);
}

test("no array comes to lie in memory that is being removed, or unmapped", () => {
  const memblock = growing(3);
  expectUnchanged(memblock, () => memblock.remove(0, 3), ENOMEM);
  expectUnchanged(memblock, () => memblock.mark_nomap(2, 1), ENOMEM);
  expect(memblock.remove(0, 1)).toBe(0);
  expect(memblock.array("memory").place).toBe(2);
});

test("nor in memory that a limit or a cap cuts off", () => {
  const memblock = growing(4);
  expectUnchanged(memblock, () => memblock.enforce_memory_limit(1), ENOMEM);
  expectUnchanged(memblock, () => memblock.cap_memory_range(0, 2), ENOMEM);
  expectUnchanged(memblock, () => memblock.mem_limit_remove_map(2), ENOMEM);
  expect(memblock.cap_memory_range(2, 2)).toBe(0);
});

test("memory in which an array lies already may be unmapped while the other list grows elsewhere", () => {
  const memblock = growing(3);
  memblock.reserve(0, 1);
  expect(memblock.phys_free(0, 1)).toBe(0);
  expect(memblock.array("reserved").place).toBe(2);
  expectUnchanged(memblock, () => memblock.mark_nomap(0, 3), ENOMEM);
  expect(memblock.mark_nomap(2, 1)).toBe(0);
});

test("where a place is found and the list cannot hold it, none is looked for elsewhere", () => {
  const memblock = growing(6, 2);
  memblock.set_bottom_up(true);
  memblock.reserve(0, 1);
  memblock.reserve(2, 1);
  // Unit 5 is free, and the only frame that an array could have is its own.
  expectUnchanged(memblock, () => memblock.alloc_try_nid(1, 1, 5, 6, NUMA_NO_NODE), 0);
  expect(memblock.alloc_try_nid(1, 1, 0, 4, NUMA_NO_NODE)).toBe(3);
});
