/**
 * The checks of lists that grow that Linux has (`tools/testing/memblock/tests/basic_api.c`), by meaning: with
 * eight entries at first where Linux has 128.
 */
import { expect, test } from "vitest";
import { bare, expectList, PAGE, ranges } from "../../testing/memblocks.js";
import { flags, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

type Range = readonly [base: number, size: number];

/** The capacity of the small lists, and the room in a machine where one of them is full. */
const FULL = 8;

/** A machine with frames free from 160 on, whose lists hold eight entries and may grow. */
function growing(): Memblock {
  const memblock = bare({ cells: 200, capacity: FULL });
  memblock.add(160, 40);
  memblock.allow_resize();
  return memblock;
}

test("add_many: the list of memory doubles for one entry more than it holds, into a reserved frame", () => {
  const memblock = bare({ cells: 200, capacity: FULL });
  memblock.add(160, PAGE); // where the array will lie
  memblock.allow_resize();
  for (let i = 0; i < FULL; i++) {
    expect(memblock.add(20 + 4 * i, 2)).toBe(0);
    expect([memblock.array("memory").cnt, memblock.phys_mem_size()]).toEqual([i + 2, PAGE + 2 * (i + 1)]);
  }
  expect(memblock.array("memory")).toEqual({ cnt: FULL + 1, max: 2 * FULL, place: 160 });
  expectList(memblock, "reserved", [[160, PAGE]]);
  // The list that has moved goes on as before: what lies below all others becomes its first entry.
  expect(memblock.add(8, 4)).toBe(0);
  expect(ranges(memblock, "memory")[0]).toEqual([8, 4]);
  expect(memblock.array("memory")).toEqual({ cnt: FULL + 2, max: 2 * FULL, place: 160 });
  expect(memblock.phys_mem_size()).toBe(PAGE + 2 * FULL + 4);
  expectList(memblock, "reserved", [[160, PAGE]]);
});

test("reserve_many: the list of reservations doubles, and holds the array it grew into", () => {
  const memblock = growing();
  for (let i = 0; i <= FULL; i++) expect(memblock.reserve(20 + 4 * i, 2)).toBe(0);
  expect(memblock.array("reserved")).toEqual({ cnt: FULL + 2, max: 2 * FULL, place: 196 });
  expect(memblock.entries("reserved").at(-1)).toEqual({
    base: 196,
    size: PAGE,
    nid: NUMA_NO_NODE,
    flags: flags.RSRV_KERN,
  });
  // The old array was the static one; the next, which is in memory, is freed when its successor comes.
  for (let i = 0; i < FULL; i++) expect(memblock.reserve(60 + 4 * i, 2)).toBe(0);
  expect(memblock.array("reserved")).toEqual({ cnt: 2 * FULL + 2, max: 4 * FULL, place: 192 });
  expect(memblock.is_reserved(196)).toBe(false);
  expect(memblock.audit()).toBeNull();
});

test("reserve_all_locations: the list doubles wherever in it the entry comes that is one too many", () => {
  for (let skipped = 0; skipped <= FULL; skipped++) {
    const memblock = growing();
    const wanted = Array.from({ length: FULL + 1 }, (_, i): Range => [20 + 4 * i, 2]);
    for (const [i, range] of wanted.entries()) if (i !== skipped) memblock.reserve(...range);
    expect(memblock.array("reserved").max).toBe(FULL);
    expect(memblock.reserve(...wanted[skipped]!)).toBe(0);
    expectList(memblock, "reserved", [...wanted, [196, PAGE]]);
  }
});

test("reserve_many_may_conflict: the array avoids the range that is being reserved, wherever in the list that comes", () => {
  const block = (i: number): Range => [20 + 2 * PAGE * i, PAGE];
  for (let last = 1; last <= FULL + 1; last++) {
    const memblock = bare({ cells: 200, capacity: FULL });
    // There is no other memory, and of the two the higher would be the first choice.
    for (const i of [0, last]) memblock.add(...block(i));
    memblock.allow_resize();
    const wanted = Array.from({ length: FULL + 1 }, (_, i) => block(i + 1));
    const before = wanted.filter((_, i) => i + 1 !== last);
    for (const [i, range] of before.entries()) {
      expect(memblock.reserve(...range)).toBe(0);
      expectList(memblock, "reserved", before.slice(0, i + 1));
    }
    expect(memblock.reserve(...block(last))).toBe(0);
    expectList(memblock, "reserved", [block(0), ...wanted]);
    expect(memblock.array("reserved")).toMatchObject({ max: 2 * FULL, place: 20 });
    expect(memblock.reserve(8, 4)).toBe(0);
    expectList(memblock, "reserved", [[8, 4], block(0), ...wanted]);
    expect(memblock.array("reserved").max).toBe(2 * FULL);
  }
  // Where memory behind the range would do as well, that is taken.
  const memblock = growing();
  for (let i = 0; i < FULL; i++) memblock.reserve(20 + 4 * i, 2);
  expect(memblock.reserve(180, 4)).toBe(0);
  expect(memblock.array("reserved").place).toBe(196);
});

test("set_node: every reservation gets the node of its memory, although the array doubles meanwhile", () => {
  const memblock = bare({ cells: 200, capacity: FULL });
  memblock.add(96, 96);
  for (const nid of [0, 1]) expect(memblock.set_node(96 + 48 * nid, 48, "memory", nid)).toBe(0);
  const node = { size: 48, flags: flags.NONE };
  expect(memblock.entries("memory")).toEqual([
    { base: 96, ...node, nid: 0 },
    { base: 144, ...node, nid: 1 },
  ]);
  for (let i = 0; i < FULL - 3; i++) memblock.reserve(96 + 4 * i, 2);
  memblock.reserve(142, 4); // on both nodes
  memblock.allow_resize();
  expect(memblock.memmap_init_reserved_pages()).toBe(0);
  // Node 1 made the array grow, into memory of node 0, which had been passed by then.
  expect(memblock.array("reserved")).toMatchObject({ cnt: FULL, max: 2 * FULL, place: 136 });
  expect(memblock.entries("reserved").map(({ base, nid }) => [base, nid])).toEqual([
    ...Array.from({ length: FULL - 3 }, (_, i) => [96 + 4 * i, 0]),
    [136, 0],
    [142, 0],
    [144, 1],
  ]);
});
