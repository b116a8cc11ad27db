/** What the page says is done otherwise than in Linux, as far as no other test shows it. */
import { describe, expect, test } from "vitest";
import { FREE } from "../../model/words/frames.js";
import { bare, DIRECTIONS, END, machine, PAGE, ranges, START } from "../../testing/memblocks.js";
import { ENOMEM, flags, NUMA_NO_NODE } from "./constants.js";
import { DIFFERENCES } from "./differences.js";

test("each place is told once, with a reason", () => {
  expect(new Set(DIFFERENCES.map(({ when }) => when)).size).toBe(DIFFERENCES.length);
  for (const row of DIFFERENCES) for (const cell of Object.values(row)) expect(cell).toMatch(/^[^|]+$/);
});

describe("the end of boot changes no more of the lists than it must", () => {
  test("where they are nearly full and may not grow, all of it is done", () => {
    const memblock = machine({ capacity: 2, movableNode: true });
    memblock.mark_hotplug(START, END - START);
    memblock.add(1, 1);
    memblock.reserve(20, 4);
    memblock.reserve(40, 4);
    expect(memblock.free_all()).toBe(14);
    expect(memblock.entries("memory")[1]).toMatchObject({ base: START, flags: flags.NONE });
  });

  test("where they may grow, no frame goes into an array", () => {
    const memblock = machine({ capacity: 2 });
    memblock.allow_resize();
    memblock.reserve(20, 4);
    memblock.reserve(40, 4);
    expect(memblock.free_all()).toBe(14);
    expect(memblock.array("reserved").max).toBe(2);
  });

  test("reservations keep their node, unless it was set before", () => {
    for (const before of [false, true]) {
      const memblock = bare();
      memblock.add_node(16, 8, 0, flags.NONE);
      memblock.add_node(24, 8, 1, flags.NONE);
      memblock.reserve(20, 8);
      if (before) memblock.memmap_init_reserved_pages();
      memblock.free_all();
      const nodes = memblock.entries("reserved").map(({ nid }) => nid);
      expect(nodes).toEqual(before ? [0, 1] : [NUMA_NO_NODE]);
    }
  });
});

test("the part of a frame that was reserved is freed after boot, and the frame goes", () => {
  const memblock = machine();
  memblock.reserve(21, 2);
  expect(memblock.free_all()).toBe(15);
  expect(memblock.pool.observe(5)).not.toBe(FREE);
  expect(memblock.phys_free(21, 2)).toBe(0);
  expect(memblock.pool.observe(5)).toBe(FREE);
});

test.each(DIRECTIONS)(
  "nothing is free between two reservations that touch and differ, $direction",
  ({ up }) => {
    const memblock = machine();
    memblock.set_bottom_up(up);
    memblock.reserve(START, 32);
    memblock.reserve_kern(START + 32, END - START - 32);
    const walked: unknown[] = [];
    memblock.for_each_free_mem_range(NUMA_NO_NODE, flags.NONE, (...range) => walked.push(range));
    memblock.for_each_free_mem_range_reverse(NUMA_NO_NODE, flags.NONE, (...range) => walked.push(range));
    expect(walked).toEqual([]);
    expect(memblock.alloc(0, 1)).toBe(0);
  },
);

test("memory of no node is one entry, however it came", () => {
  const memblock = bare();
  memblock.add(16, 8);
  memblock.add_node(24, 8, NUMA_NO_NODE, flags.NONE);
  expect(ranges(memblock, "memory")).toEqual([[16, 16]]);
});

describe("the list of memory grows again while that of reservations has room for just two entries", () => {
  /** Its array is to move from the last of some frames to the first, with a reservation between them. */
  function full(first: number) {
    const memblock = bare({ cells: 200, capacity: 4 });
    memblock.add(first, 172 - first);
    memblock.allow_resize();
    for (let i = 0; i < 4; i++) memblock.add(20 + 2 * i, 1);
    expect(memblock.array("memory")).toEqual({ cnt: 5, max: 8, place: 168 });
    memblock.reserve(164, PAGE);
    for (let i = 4; i < 7; i++) memblock.add(20 + 2 * i, 1);
    expect([memblock.array("memory").cnt, memblock.array("reserved").cnt]).toEqual([8, 2]);
    return memblock;
  }

  test("it is refused where no frame is left for that list, and nothing changes", () => {
    const memblock = full(160);
    const before = memblock.state.slice();
    expect(memblock.add(40, 1)).toBe(ENOMEM);
    expect(memblock.state).toEqual(before);
  });

  test("else that list grows as well", () => {
    const memblock = full(156);
    expect(memblock.add(40, 1)).toBe(0);
    expect(memblock.array("memory")).toMatchObject({ max: 16, place: 160 });
    expect(memblock.array("reserved")).toMatchObject({ max: 8, place: 156 });
    expect(memblock.is_reserved(168)).toBe(false);
    expect(memblock.audit()).toBeNull();
  });
});
