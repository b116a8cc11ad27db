/** Arguments nobody should pass. What Linux leaves undefined says so, and what happens here instead. */
import { describe, expect, test } from "vitest";
import { bare, DIRECTIONS, END, machine, PAGE, ranges, START } from "../../testing/memblocks.js";
import { ADDRESS_MAX, EINVAL, MEMBLOCK_ALLOC_NOLEAKTRACE, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

type RangeCommand =
  | "add"
  | "remove"
  | "reserve"
  | "phys_free"
  | "mark_nomap"
  | "clear_nomap"
  | "mark_hotplug";
const RANGE_COMMANDS: readonly RangeCommand[] = [
  "add",
  "remove",
  "reserve",
  "phys_free",
  "mark_nomap",
  "clear_nomap",
  "mark_hotplug",
];

function expectUnchanged(memblock: Memblock, command: () => unknown, answer: unknown): void {
  const before = memblock.state.slice();
  expect(command()).toEqual(answer);
  expect(memblock.state).toEqual(before);
}

describe.each(RANGE_COMMANDS)("%s", (command) => {
  test("an empty range is accepted and changes nothing, even where the list is full", () => {
    const memblock = machine({ capacity: 2 });
    memblock.reserve(20, 4);
    memblock.reserve(30, 4);
    memblock.add(4, 4);
    expectUnchanged(memblock, () => memblock[command](22, 0), 0);
    expectUnchanged(memblock, () => memblock[command](20, 0), 0);
  });

  test("of a range that begins at the highest address nothing is left", () => {
    const memblock = machine();
    expectUnchanged(memblock, () => memblock[command](ADDRESS_MAX, 100), 0);
  });

  test("what is no address or no size (Linux has no such numbers) is refused", () => {
    for (const [base, size] of [
      [-1, 4],
      [ADDRESS_MAX + 1, 4],
      [0.5, 4],
      [Number.NaN, 4],
      [20, -1],
      [20, 1.5],
      [20, Number.NaN],
    ] as const) {
      const memblock = machine();
      expectUnchanged(memblock, () => memblock[command](base, size), EINVAL);
    }
  });
});

test("a size that would wrap around is cut at the highest address", () => {
  const memblock = bare();
  expect(memblock.add(200, 1_000_000)).toBe(0);
  expect(memblock.reserve(254, 2)).toBe(0);
  expect(ranges(memblock, "memory")).toEqual([[200, 55]]);
  expect(ranges(memblock, "reserved")).toEqual([[254, 1]]);
  expect(memblock.is_region_memory(200, 1_000_000)).toBe(true);
});

describe.each(DIRECTIONS)("allocating $direction", ({ up }) => {
  const fresh = () => {
    const memblock = machine();
    memblock.set_bottom_up(up);
    return memblock;
  };

  test("size 0 finds an address and reserves nothing", () => {
    const memblock = fresh();
    expectUnchanged(memblock, () => memblock.alloc(0, 1), up ? START : END);
    expectUnchanged(memblock, () => memblock.phys_alloc(0, 8), up ? START : END);
  });

  test("size 0 between bounds outside all memory is found at the lower bound from above, and not from below", () => {
    expect(fresh().phys_alloc_range(0, 1, 100, 120)).toBe(up ? 0 : 100);
  });

  test("an alignment of 0 is that of a cache line, a unit here", () => {
    const memblock = fresh();
    expect(memblock.alloc(3, 0)).toBe(up ? START : END - 3);
  });

  test("an alignment that is no power of two (undefined in Linux) finds nothing", () => {
    const memblock = fresh();
    for (const align of [3, 6, -4, 1.5, Number.NaN, 512]) {
      expectUnchanged(memblock, () => memblock.alloc(4, align), 0);
      expectUnchanged(memblock, () => memblock.phys_alloc(4, align), 0);
    }
  });

  test("a size that is none (undefined in Linux) finds nothing", () => {
    const memblock = fresh();
    for (const size of [-1, 1.5, Number.NaN]) expectUnchanged(memblock, () => memblock.alloc(size, 1), 0);
  });

  test("an alignment beyond all memory finds nothing, where from below Linux wraps around to 0, its failure", () => {
    const memblock = bare();
    memblock.add(130, 120);
    memblock.set_bottom_up(up);
    expectUnchanged(memblock, () => memblock.alloc(4, 128), 0);
    expectUnchanged(memblock, () => memblock.alloc(4, 256), 0);
  });

  test("frame 0 is never given out, though it is memory", () => {
    const memblock = bare();
    memblock.add(0, 2 * PAGE);
    memblock.set_bottom_up(up);
    expect(memblock.alloc(1, 1)).toBe(up ? PAGE : 2 * PAGE - 1);
    expect(memblock.alloc(PAGE, 1)).toBe(0);
    expect(memblock.alloc(PAGE - 1, 1)).toBe(up ? PAGE + 1 : PAGE);
    expect(memblock.alloc(1, 1)).toBe(0);
  });

  test("bounds the wrong way round leave no room", () => {
    const memblock = fresh();
    expectUnchanged(memblock, () => memblock.phys_alloc_range(1, 1, 60, 40), 0);
    expectUnchanged(memblock, () => memblock.phys_alloc_range(8, 1, 60, 64), 0); // and none is dropped
  });

  test("an upper bound of 0 or 1 stands for the current limit", () => {
    for (const end of [0, MEMBLOCK_ALLOC_NOLEAKTRACE]) {
      const memblock = fresh();
      memblock.set_current_limit(40);
      expect(memblock.phys_alloc_range(4, 1, 0, end)).toBe(up ? START : 36);
    }
  });
});

test("reserving twice and freeing once frees it: nothing counts reservations", () => {
  const memblock = machine();
  memblock.reserve(20, 8);
  memblock.reserve(24, 8);
  expect(memblock.phys_free(24, 8)).toBe(0);
  expect(ranges(memblock, "reserved")).toEqual([[20, 4]]);
  expectUnchanged(memblock, () => memblock.phys_free(24, 8), 0);
});

test("what is no memory may be reserved, and is not found free", () => {
  const memblock = machine();
  expect(memblock.reserve(END, 8)).toBe(0);
  expect(memblock.reserved_size()).toBe(8);
  expect(memblock.alloc(8, 8)).toBe(END - 8);
});

test("freeing no pointer is nothing, freeing what an allocation answered frees it", () => {
  const memblock = machine();
  expectUnchanged(memblock, () => memblock.free(0, 8), 0);
  expect(memblock.free(memblock.alloc(8, 1), 8)).toBe(0);
  expect(memblock.reserved_size()).toBe(0);
});

test("set_node takes a size, not an end: what lies behind keeps its node (commit 06eaa824fd23)", () => {
  const memblock = machine();
  expect(memblock.set_node(32, 8, "memory", 1)).toBe(0);
  expect(memblock.entries("memory").map(({ base, nid }) => [base, nid])).toEqual([
    [START, NUMA_NO_NODE],
    [32, 1],
    [40, NUMA_NO_NODE],
  ]);
});

test("limits and alignments of memory that are none (undefined in Linux) are refused", () => {
  const memory = machine();
  for (const wrong of [-1, 1.5, Number.NaN]) {
    expectUnchanged(memory, () => memory.enforce_memory_limit(wrong), EINVAL);
    expectUnchanged(memory, () => memory.mem_limit_remove_map(wrong), EINVAL);
    expectUnchanged(memory, () => memory.cap_memory_range(wrong, 8), EINVAL);
    expectUnchanged(memory, () => memory.cap_memory_range(20, wrong), EINVAL);
    expectUnchanged(memory, () => memory.trim_memory(wrong), EINVAL);
  }
  for (const align of [0, 3, 12]) expectUnchanged(memory, () => memory.trim_memory(align), EINVAL);
});

test("a cap whose end would wrap around (Linux then frees every reservation) ends at the highest address", () => {
  const memblock = machine();
  memblock.reserve(20, 4);
  memblock.reserve(60, 4);
  expect(memblock.cap_memory_range(40, 1_000)).toBe(0);
  expect(ranges(memblock, "memory")).toEqual([[40, END - 40]]);
  expect(ranges(memblock, "reserved")).toEqual([[60, 4]]);
});

test("the current limit stays within the addresses there are", () => {
  const memblock = machine();
  memblock.set_current_limit(1_000);
  expect(memblock.get_current_limit()).toBe(ADDRESS_MAX);
  memblock.set_current_limit(-3);
  expect(memblock.get_current_limit()).toBe(0);
  expect(memblock.alloc(1, 1)).toBe(0);
});
