/** The end of boot, which Linux does not test: what is handed over, and what is freed later. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { bare, machine, PAGE } from "../../testing/memblocks.js";
import { EBUSY, flags, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

/** The frames that the page allocator has free. */
function freeFrames(memblock: Memblock): number[] {
  const frames = Array.from({ length: memblock.pool.state.length }, (_, frame) => frame);
  return frames.filter((frame) => memblock.pool.observe(frame) === FREE);
}

const fromTo = (first: number, end: number) => Array.from({ length: end - first }, (_, i) => first + i);

describe("free_all", () => {
  test("before it the page allocator has no frame", () => {
    const memblock = machine();
    expect([freeFrames(memblock), memblock.pool.allocBlock(1, 1) < 0, memblock.handed_over]).toEqual([
      [],
      true,
      false,
    ]);
    expect(memblock.audit()).toBeNull();
  });

  test("every frame goes that is memory in whole, mapped and not reserved, frame 0 too", () => {
    const memblock = bare({ cells: 64 });
    memblock.add(0, 30); // frames 0 to 6, and half of 7
    memblock.add(36, 28); // frames 9 to 15
    memblock.reserve(9, 1); // in frame 2
    memblock.reserve(16, 4); // frame 4
    memblock.mark_nomap(47, 2); // in frames 11 and 12
    expect(memblock.free_all()).toBe(10);
    expect(freeFrames(memblock)).toEqual([0, 1, 3, 5, 6, 9, 10, 13, 14, 15]);
    expect(memblock.audit()).toBeNull();
  });

  test("a frame goes though two entries of memory meet in it", () => {
    const memblock = bare({ cells: 32 });
    memblock.add_node(0, 6, 0, flags.NONE);
    memblock.add_node(6, 26, 1, flags.NONE);
    memblock.free_all();
    expect(freeFrames(memblock)).toEqual(fromTo(0, 8));
  });

  test("frames come in the largest blocks they make", () => {
    const memblock = bare({ cells: 32 });
    memblock.add(0, 32);
    memblock.free_all();
    expect(memblock.pool.allocBlock(4, 4)).toBe(0);
    expect(memblock.pool.allocBlock(4, 4)).toBe(4);
  });

  test("memory behind the frames of the run is not handed over", () => {
    const memblock = bare({ cells: 30 });
    memblock.add(0, 200);
    expect(memblock.free_all()).toBe(7);
  });

  test("memory that a driver brought in does not go, nor a frame that is so in part", () => {
    const memblock = bare({ cells: 32 });
    memblock.add(0, 14); // frames 0 to 2, and half of 3
    memblock.add_node(14, 6, NUMA_NO_NODE, flags.DRIVER_MANAGED); // the other half, and frame 4
    memblock.add(20, 12);
    expect(memblock.free_all()).toBe(6);
    expect(freeFrames(memblock)).toEqual([0, 1, 2, 5, 6, 7]);
  });

  test("memory that may be unplugged goes like all other, and the mark with it", () => {
    const memblock = machine({ movableNode: true });
    memblock.mark_hotplug(16, 32);
    memblock.mark_hotplug(60, 4);
    expect(memblock.free_all()).toBe(16);
    expect(memblock.entries("memory")).toEqual([{ base: 16, size: 64, flags: 0, nid: NUMA_NO_NODE }]);
  });
});

describe("once boot is over", () => {
  test("only freeing changes the lists", () => {
    const memblock = machine();
    memblock.reserve(20, 4);
    memblock.free_all();
    const before = memblock.state.slice();
    for (const command of [
      () => memblock.free_all(),
      () => memblock.add(100, 4),
      () => memblock.add_node(100, 4, 1, 0),
      () => memblock.remove(16, 4),
      () => memblock.reserve(40, 4),
      () => memblock.reserve_kern(40, 4),
      () => memblock.mark_nomap(40, 4),
      () => memblock.clear_nomap(40, 4),
      () => memblock.mark_hotplug(40, 4),
      () => memblock.clear_hotplug(40, 4),
      () => memblock.mark_mirror(40, 4),
      () => memblock.set_node(40, 4, "reserved", 1),
      () => memblock.memmap_init_reserved_pages(),
      () => memblock.enforce_memory_limit(8),
      () => memblock.cap_memory_range(16, 8),
      () => memblock.mem_limit_remove_map(8),
      () => memblock.trim_memory(32),
    ])
      expect(command()).toBe(EBUSY);
    for (const alloc of [
      () => memblock.alloc(4, 1),
      () => memblock.alloc(0, 1),
      () => memblock.phys_alloc(4, 1),
      () => memblock.alloc_exact_nid_raw(4, 1, 0, 0, NUMA_NO_NODE),
    ])
      expect(alloc()).toBe(0);
    expect(memblock.state).toEqual(before);
  });

  test("a frame goes free with the last of its claims, not before", () => {
    const memblock = machine();
    memblock.reserve(20, 1);
    memblock.reserve_kern(22, 8); // into the next frame
    memblock.free_all();
    expect(freeFrames(memblock)).not.toContain(5);
    expect(memblock.phys_free(22, 8)).toBe(0);
    expect(freeFrames(memblock)).toEqual([4, ...fromTo(6, 20)]); // frame 6 and 7, but not 5
    expect(memblock.phys_free(20, 1)).toBe(0);
    expect(freeFrames(memblock)).toEqual(fromTo(4, 20));
    expect(memblock.audit()).toBeNull();
  });

  test("freeing what the page allocator has changes nothing there", () => {
    const memblock = machine();
    memblock.free_all();
    const frame = memblock.pool.allocBlock(1, 1);
    const before = memblock.state.slice();
    expect(memblock.phys_free(frame * PAGE, PAGE)).toBe(0);
    expect(memblock.phys_free(0, 200)).toBe(0);
    expect(memblock.pool.observe(frame)).toBe(ALLOCATED);
    expect(memblock.state).toEqual(before);
  });

  test("what is no memory, not mapped, or a driver's, is freed and not handed over", () => {
    const memblock = machine();
    memblock.mark_nomap(24, 8);
    memblock.add_node(88, 4, NUMA_NO_NODE, flags.DRIVER_MANAGED);
    for (const base of [24, 88, 100]) memblock.reserve(base, 4);
    memblock.free_all();
    const free = freeFrames(memblock);
    for (const base of [24, 88, 100]) expect(memblock.phys_free(base, 4)).toBe(0);
    expect([memblock.reserved_size(), freeFrames(memblock)]).toEqual([0, free]);
  });

  test("arrays stay reserved; one that grows then is of the page allocator, and each goes back where it came from", () => {
    const memblock = machine({ capacity: 2, cells: 100 });
    memblock.allow_resize();
    for (const base of [1, 3, 17, 21, 25]) memblock.reserve(base, 1); // and the array, six of eight
    const first = memblock.array("reserved").place;
    memblock.reserve(29, 1);
    expect(memblock.array("reserved")).toEqual({ cnt: 7, max: 8, place: first });
    memblock.free_all();
    expect(memblock.pool.observe(first / PAGE)).not.toBe(FREE);
    expect(memblock.phys_free(17, 1)).toBe(0);
    const { max, place } = memblock.array("reserved");
    expect(max).toBe(16);
    expect(memblock.pool.observe(place / PAGE)).toBe(ALLOCATED);
    expect(memblock.pool.observe(first / PAGE)).toBe(FREE);
    expect(memblock.is_reserved(first)).toBe(false);
    expect(freeFrames(memblock)).toContain(4);
    expect(memblock.phys_free(place, PAGE)).toBe(EBUSY);
    expect(memblock.audit()).toBeNull();
  });

  test("where the page allocator has no frame for an array, freeing is refused and changes nothing", () => {
    const memblock = machine({ capacity: 2 });
    memblock.allow_resize();
    memblock.reserve(16, 60);
    memblock.reserve(90, 1);
    memblock.free_all();
    expect(memblock.pool.allocBlock(1, 1)).toBe(19);
    const before = memblock.state.slice();
    expect(memblock.phys_free(20, 4)).toBeLessThan(0);
    expect(memblock.state).toEqual(before);
    memblock.pool.freeBlock(19, 1);
    expect(memblock.phys_free(20, 4)).toBe(0);
    expect(freeFrames(memblock)).toEqual([5]);
  });
});

test("however it was reserved and freed, the page allocator has just the frames that a walk of free memory visits, and has them once", () => {
  const range = fc.record({ base: fc.nat(70), size: fc.integer({ min: 1, max: 12 }) });
  // Any of the flags an entry of memory can have.
  const flagged = fc.record({ base: fc.nat(50), size: fc.integer({ min: 1, max: 12 }), flag: fc.nat(15) });
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 6 }),
      fc.array(flagged, { maxLength: 4 }),
      fc.array(range, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      (reserved, entries, freed, movableNode) => {
        const memblock = bare({ cells: 64, movableNode });
        for (const { base, size, flag } of entries) memblock.add_node(base, size, NUMA_NO_NODE, flag);
        memblock.add(2, 60);
        for (const { base, size } of reserved) memblock.reserve(base, size);
        memblock.clear_hotplug(0, 255); // as the end of boot does first
        const free = () => {
          const units = new Set<number>();
          memblock.for_each_free_mem_range(NUMA_NO_NODE, flags.NONE, (start, end) => {
            for (const unit of fromTo(start, end)) units.add(unit);
          });
          const unitsOf = (frame: number) => fromTo(frame * PAGE, frame * PAGE + PAGE);
          return fromTo(0, 16).filter((frame) => unitsOf(frame).every((unit) => units.has(unit)));
        };
        expect(memblock.free_all()).toBe(free().length);
        for (const { base, size } of freed) {
          expect(freeFrames(memblock)).toEqual(free());
          expect(memblock.phys_free(base, size)).toBe(0);
          expect(memblock.audit()).toBeNull();
        }
        expect(freeFrames(memblock)).toEqual(free());
      },
    ),
    { numRuns: 300 },
  );
});
