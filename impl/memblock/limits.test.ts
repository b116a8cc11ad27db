/** What Linux does not test of memblock: memory that is made less. */
import { describe, expect, test } from "vitest";
import { bare, machine, ranges } from "../../testing/memblocks.js";
import { flags, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

/**
 * Memory at 16 to 32, 40 to 48 (unmapped) and 56 to 72; reservations at 20, 42, 60 and, no memory, at 100.
 */
function patchy(): Memblock {
  const memblock = bare();
  memblock.add(16, 16);
  memblock.add_node(40, 8, NUMA_NO_NODE, flags.NOMAP);
  memblock.add(56, 16);
  for (const base of [20, 42, 60, 100]) memblock.reserve(base, 4);
  return memblock;
}

type Pairs = readonly (readonly [number, number])[];

function expectLists(memblock: Memblock, memory: Pairs, reserved: Pairs): void {
  expect(ranges(memblock, "memory")).toEqual(memory);
  expect(ranges(memblock, "reserved")).toEqual(reserved);
  expect(memblock.phys_mem_size()).toBe(memory.reduce((sum, [, size]) => sum + size, 0));
  expect(memblock.audit()).toBeNull();
}

const WHOLE = {
  memory: ranges(patchy(), "memory"),
  reserved: ranges(patchy(), "reserved"),
};

describe("enforce_memory_limit", () => {
  test.each([0, 41, 1_000])("a limit of %i, none or more than there is, cuts nothing", (limit) => {
    const memblock = patchy();
    expect(memblock.enforce_memory_limit(limit)).toBe(0);
    expectLists(memblock, WHOLE.memory, WHOLE.reserved);
  });

  test("the units are counted over the holes, and everything above goes, unmapped or reserved", () => {
    const memblock = patchy();
    memblock.enforce_memory_limit(20);
    expectLists(
      memblock,
      [
        [16, 16],
        [40, 4],
      ],
      [
        [20, 4],
        [42, 2],
      ],
    );
  });

  test("where the limit is what there is, reservations behind memory go", () => {
    const memblock = patchy();
    memblock.enforce_memory_limit(40);
    expectLists(memblock, WHOLE.memory, WHOLE.reserved.slice(0, 3));
  });

  test("where an entry ends at the limit, the next goes whole", () => {
    const memblock = patchy();
    memblock.enforce_memory_limit(16);
    expectLists(memblock, [[16, 16]], [[20, 4]]);
  });
});

describe("cap_memory_range", () => {
  test("a range of no size, or a machine without memory, is left as it is", () => {
    const memblock = patchy();
    expect(memblock.cap_memory_range(60, 0)).toBe(0);
    expectLists(memblock, WHOLE.memory, WHOLE.reserved);
    const empty = bare();
    empty.reserve(20, 4);
    expect(empty.cap_memory_range(60, 4)).toBe(0);
    expectLists(empty, [], [[20, 4]]);
  });

  test("memory outside goes but for what is not mapped, reservations outside go all", () => {
    const memblock = patchy();
    memblock.cap_memory_range(62, 6);
    expectLists(
      memblock,
      [
        [40, 8],
        [62, 6],
      ],
      [[62, 2]],
    );
  });

  test("what lies in the range stays, over several entries", () => {
    const memblock = patchy();
    memblock.cap_memory_range(24, 40);
    expectLists(
      memblock,
      [
        [24, 8],
        [40, 8],
        [56, 8],
      ],
      [
        [42, 4],
        [60, 4],
      ],
    );
  });

  test("an unmapped entry that the range ends in stays one", () => {
    const memblock = patchy();
    memblock.cap_memory_range(24, 20);
    expectLists(
      memblock,
      [
        [24, 8],
        [40, 8],
      ],
      [[42, 2]],
    );
  });

  test("a range that meets no memory leaves what is not mapped", () => {
    const memblock = patchy();
    memblock.cap_memory_range(80, 4);
    expectLists(memblock, [[40, 8]], []);
    const mapped = machine();
    mapped.cap_memory_range(100, 4);
    expectLists(mapped, [], []);
  });
});

describe("mem_limit_remove_map", () => {
  test("as the limit of memory, but what is not mapped stays", () => {
    const memblock = patchy();
    expect(memblock.mem_limit_remove_map(8)).toBe(0);
    expectLists(
      memblock,
      [
        [16, 8],
        [40, 8],
      ],
      [[20, 4]],
    );
  });

  test.each([0, 41])("a limit of %i cuts nothing", (limit) => {
    const memblock = patchy();
    memblock.mem_limit_remove_map(limit);
    expectLists(memblock, WHOLE.memory, WHOLE.reserved);
  });
});

describe("trim_memory", () => {
  test("total sizes are right however entries shrink, and reservations stay", () => {
    const memblock = bare();
    for (const [base, size] of [
      [17, 6],
      [25, 15],
      [41, 3],
      [50, 14],
    ] as const)
      memblock.add(base, size);
    memblock.reserve(25, 2);
    expect(memblock.trim_memory(4)).toBe(0);
    expectLists(
      memblock,
      [
        [28, 12],
        [52, 12],
      ],
      [[25, 2]],
    );
  });

  test("an alignment of one unit changes nothing, one beyond all memory leaves none", () => {
    const memblock = patchy();
    memblock.trim_memory(1);
    expectLists(memblock, WHOLE.memory, WHOLE.reserved);
    memblock.trim_memory(128);
    expectLists(memblock, [], WHOLE.reserved);
  });

  test("entries that touch and differ shrink apart", () => {
    const memblock = bare();
    memblock.add_node(16, 10, 0, flags.NONE);
    memblock.add_node(26, 14, 1, flags.NONE);
    memblock.trim_memory(8);
    expectLists(
      memblock,
      [
        [16, 8],
        [32, 8],
      ],
      [],
    );
  });
});
