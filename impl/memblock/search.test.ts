/** What Linux does not test of memblock: flags, and the bounds that are none of an allocation's own. */
import { describe, expect, test } from "vitest";
import { DIRECTIONS, END, machine, numa, START } from "../../testing/memblocks.js";
import { flags, NUMA_NO_NODE } from "./constants.js";

describe("flags", () => {
  test("marking splits, clearing joins again", () => {
    const memblock = machine();
    const fresh = memblock.state.slice();
    for (const [mark, clear, flag] of [
      ["mark_hotplug", "clear_hotplug", flags.HOTPLUG],
      ["mark_nomap", "clear_nomap", flags.NOMAP],
    ] as const) {
      expect(memblock[mark](24, 8)).toBe(0);
      expect(memblock.entries("memory")).toEqual([
        { base: START, size: 8, flags: 0, nid: NUMA_NO_NODE },
        { base: 24, size: 8, flags: flag, nid: NUMA_NO_NODE },
        { base: 32, size: END - 32, flags: 0, nid: NUMA_NO_NODE },
      ]);
      expect(memblock[clear](20, 20)).toBe(0);
      expect(memblock.state).toEqual(fresh);
    }
  });

  test.each(DIRECTIONS)("unmapped memory is not handed out, $direction", ({ up }) => {
    const memblock = machine();
    memblock.set_bottom_up(up);
    memblock.mark_nomap(START, 16);
    memblock.mark_nomap(END - 16, 16);
    expect(memblock.alloc(8, 1)).toBe(up ? 32 : 56);
    expect(memblock.alloc(32, 1)).toBe(0);
  });

  test.each(DIRECTIONS)(
    "mirrored memory is handed out first, any other once it is short, $direction",
    ({ up }) => {
      const memblock = numa();
      memblock.set_bottom_up(up);
      memblock.mark_mirror(40, 8); // of node 2 and of node 3
      expect(memblock.alloc(4, 1)).toBe(up ? 40 : 44);
      expect(memblock.alloc_node(4, 1, 2)).toBe(up ? 44 : 40); // mirrored on any node before the node itself
      expect(memblock.alloc_node(4, 1, 2)).toBe(36);
      expect(memblock.alloc(4, 1)).toBe(up ? 16 : 76);
    },
  );

  test("with movable_node on, memory that may be unplugged is not handed out", () => {
    for (const movableNode of [true, false]) {
      const memblock = machine({ movableNode });
      memblock.mark_hotplug(START, END - START);
      expect(memblock.alloc(4, 1)).toBe(movableNode ? 0 : END - 4);
      memblock.clear_hotplug(START, 8);
      expect(memblock.alloc(4, 1)).toBe(movableNode ? START + 4 : END - 8);
    }
  });
});

test("the current limit is for allocations without a bound of their own, and cuts those that have one", () => {
  const memblock = machine();
  memblock.set_current_limit(40);
  expect(memblock.alloc(4, 1)).toBe(36);
  expect(memblock.alloc_try_nid(4, 1, 0, 60, NUMA_NO_NODE)).toBe(32);
  expect(memblock.alloc_from(4, 1, 44)).toBe(28); // nothing from there on: the lower bound is dropped
  expect(memblock.phys_alloc(4, 1)).toBe(24);
  expect(memblock.phys_alloc_range(4, 1, 44, 60)).toBe(56); // a bound of its own, which nothing cuts here
  memblock.set_current_limit(255);
  expect(memblock.alloc(4, 1)).toBe(END - 4);
});

test("phys_alloc drops no bound, and falls back to other nodes", () => {
  const memblock = numa();
  expect(memblock.phys_alloc_range(8, 1, 76, 80)).toBe(0);
  expect(memblock.phys_alloc_range(4, 1, 76, 80)).toBe(76);
  expect(memblock.phys_alloc_try_nid(4, 1, 1)).toBe(32);
  expect(memblock.phys_alloc_try_nid(4, 1, 1)).toBe(72);
  expect(memblock.entries("reserved").map(({ base, size, nid }) => [base, size, nid])).toEqual([
    [32, 4, 1],
    [72, 8, NUMA_NO_NODE],
  ]);
});

test("low memory ends where the machine says, or nowhere", () => {
  expect(machine({ lowLimit: 40 }).alloc_low(4, 1)).toBe(36);
  expect(machine({ lowLimit: START }).alloc_low(4, 1)).toBe(0);
  expect(machine().alloc_low(4, 1)).toBe(END - 4);
});
