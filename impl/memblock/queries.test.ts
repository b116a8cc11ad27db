/** What Linux does not test of memblock: queries and walks. */
import { describe, expect, test } from "vitest";
import { bare, END, machine, NODES, numa, START } from "../../testing/memblocks.js";
import { flags, NUMA_NO_NODE } from "./constants.js";
import type { Visit } from "./search.js";

/** All that a walk visits, and what it visits when it is told to end at once. */
function walked(walk: (visit: Visit) => void): [start: number, end: number, nid: number][] {
  const all: [number, number, number][] = [];
  const first: [number, number, number][] = [];
  walk((...range) => {
    all.push(range);
  });
  walk((...range) => {
    first.push(range);
    return true;
  });
  expect(first).toEqual(all.slice(0, 1));
  return all;
}

const pairs = (list: readonly (readonly number[])[]) => list.map(([start, end]) => [start, end]);

describe("queries", () => {
  test("of a machine without memory are all no and nothing", () => {
    const memblock = bare();
    expect([memblock.start_of_DRAM(), memblock.end_of_DRAM(), memblock.phys_mem_size()]).toEqual([0, 0, 0]);
    expect([memblock.is_memory(0), memblock.is_region_memory(0, 0), memblock.is_reserved(0)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("sizes and ends", () => {
    const memblock = machine();
    memblock.add(100, 10);
    memblock.reserve(20, 5);
    expect([memblock.start_of_DRAM(), memblock.end_of_DRAM()]).toEqual([START, 110]);
    expect([memblock.phys_mem_size(), memblock.reserved_size()]).toEqual([END - START + 10, 5]);
  });

  test("is_memory, is_reserved and is_map_memory are of one address", () => {
    const memblock = machine();
    memblock.mark_nomap(24, 8);
    memblock.reserve(40, 8);
    const at = (ask: (address: number) => boolean, ...addresses: number[]) => addresses.map(ask);
    expect(at((a) => memblock.is_memory(a), START - 1, START, 28, END - 1, END)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(at((a) => memblock.is_map_memory(a), START, 23, 24, 31, 32, END)).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(at((a) => memblock.is_reserved(a), 39, 40, 47, 48)).toEqual([false, true, true, false]);
  });

  test("is_region_memory wants one entry: two that touch do not answer together", () => {
    const memblock = numa();
    const [low, high] = [NODES[0]!, NODES[1]!];
    expect(memblock.is_region_memory(low.base, low.size)).toBe(true);
    expect(memblock.is_region_memory(low.base + 1, 0)).toBe(true);
    expect(memblock.is_region_memory(low.base, low.size + 1)).toBe(false);
    expect(memblock.is_region_memory(high.base, high.size)).toBe(true);
    expect(memblock.is_region_memory(low.base - 1, 2)).toBe(false);
  });

  test("is_region_reserved wants one unit in common; an empty range has one strictly inside an entry", () => {
    const memblock = machine();
    memblock.reserve(24, 8);
    const asked = [
      [20, 4],
      [20, 5],
      [31, 1],
      [32, 8],
      [24, 0],
      [25, 0],
      [20, 500],
    ].map(([base = 0, size = 0]) => memblock.is_region_reserved(base, size));
    expect(asked).toEqual([false, true, true, false, false, true, true]);
    expect(memblock.is_region_reserved(-1, 100)).toBe(false);
  });

  test("is_free_frame wants every unit mapped and not reserved", () => {
    const memblock = machine();
    memblock.reserve(19, 1);
    memblock.mark_nomap(22, 1);
    memblock.remove(27, 1);
    const free = [3, 4, 5, 6, 7, 19, 20].map((frame) => memblock.is_free_frame(frame));
    expect(free).toEqual([false, false, false, false, true, true, false]);
  });
});

describe("walks", () => {
  test("free ranges are memory without reservations, entry by entry of memory, in both directions", () => {
    const memblock = numa(); // nodes at 16, 32, 36, 44, 52, 56, 60 and 76
    memblock.reserve(10, 8);
    memblock.reserve(30, 10);
    memblock.alloc_exact_nid_raw(4, 1, 40, 44, 2); // touches the reservation before it
    memblock.reserve(50, 28);
    const expected = [
      [18, 30],
      [44, 50],
      [78, 80],
    ];
    const up = walked((visit) => memblock.for_each_free_mem_range(NUMA_NO_NODE, flags.NONE, visit));
    const down = walked((visit) => memblock.for_each_free_mem_range_reverse(NUMA_NO_NODE, flags.NONE, visit));
    expect(pairs(up)).toEqual(expected);
    expect(up.map(([, , nid]) => nid)).toEqual([0, 3, 7]);
    expect(down).toEqual(up.toReversed());
    expect(walked((visit) => memblock.for_each_free_mem_range(3, flags.NONE, visit))).toEqual([[44, 50, 3]]);
    expect(walked((visit) => memblock.for_each_free_mem_range(1, flags.NONE, visit))).toEqual([]);
  });

  test("free ranges of entries that touch are not joined, so no allocation lies in two", () => {
    const memblock = numa();
    const all = walked((visit) => memblock.for_each_free_mem_range(NUMA_NO_NODE, flags.NONE, visit));
    expect(pairs(all)).toEqual(NODES.map(({ base, end }) => [base, end]));
    expect(memblock.alloc(17, 1)).toBe(0);
  });

  test("flags rule entries out: unmapped and a driver's unless asked for, and all but mirrored if asked for", () => {
    const memblock = bare();
    for (const [i, flag] of [
      flags.NONE,
      flags.HOTPLUG,
      flags.MIRROR,
      flags.NOMAP,
      flags.DRIVER_MANAGED,
    ].entries())
      memblock.add_node(16 + 8 * i, 8, NUMA_NO_NODE, flag);
    const starts = (wanted: number) =>
      walked((visit) => memblock.for_each_free_mem_range(NUMA_NO_NODE, wanted, visit)).map(
        ([start]) => start,
      );
    expect(starts(flags.NONE)).toEqual([16, 24, 32]);
    expect(starts(flags.MIRROR)).toEqual([32]);
    expect(starts(flags.NOMAP)).toEqual([16, 24, 32, 40]);
    expect(starts(flags.DRIVER_MANAGED)).toEqual([16, 24, 32, 48]);
    const mapped = walked((visit) => memblock.for_each_mem_range(visit));
    expect(mapped.map(([start]) => start)).toEqual([16, 24, 32, 48]);
    expect(walked((visit) => memblock.for_each_mem_range_rev(visit))).toEqual(mapped.toReversed());
  });

  test("with movable_node on, memory that may be unplugged is passed over unless asked for", () => {
    const memblock = machine({ movableNode: true });
    memblock.mark_hotplug(START, 32);
    const starts = (wanted: number) =>
      walked((visit) => memblock.for_each_free_mem_range(NUMA_NO_NODE, wanted, visit)).map(
        ([start]) => start,
      );
    expect([starts(flags.NONE), starts(flags.HOTPLUG)]).toEqual([[48], [16, 48]]);
    expect(walked((visit) => memblock.for_each_mem_range(visit))).toHaveLength(2);
  });

  test("reservations are walked one by one, though two touch", () => {
    const memblock = machine();
    memblock.reserve(20, 4);
    memblock.reserve_kern(24, 4);
    expect(walked((visit) => memblock.for_each_reserved_mem_region(visit))).toEqual([
      [20, 24, NUMA_NO_NODE],
      [24, 28, NUMA_NO_NODE],
    ]);
  });

  test("frames of memory are rounded inward, entry by entry, mapped or not", () => {
    const memblock = bare();
    memblock.add_node(18, 12, 0, flags.NONE); // frames 5 and 6, parts of 4 and 7
    memblock.add_node(30, 3, 1, flags.NONE); // parts of 7 and 8
    memblock.add_node(40, 8, 1, flags.NOMAP);
    const walk = (nid: number) => walked((visit) => memblock.for_each_mem_pfn_range(nid, visit));
    expect(walk(NUMA_NO_NODE)).toEqual([
      [5, 7, 0],
      [10, 12, 1],
    ]);
    expect([walk(0), walk(1), walk(2)]).toEqual([[[5, 7, 0]], [[10, 12, 1]], []]);
  });
});
