/**
 * The checks of `memblock_alloc` and `memblock_alloc_from` that Linux has, by meaning, in both directions.
 */
import { describe, expect, test } from "vitest";
import { bare, DIRECTIONS, DIRT, END, machine, PAGE, ranges, START } from "../../testing/memblocks.js";
import { flags, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

/** What zeroes and what does not, otherwise the same. */
const VARIANTS = [
  { variant: "alloc", zeroes: true, alloc: (m: Memblock, size: number, align = 1) => m.alloc(size, align) },
  {
    variant: "alloc_raw",
    zeroes: false,
    alloc: (m: Memblock, size: number, align = 1) => m.alloc_raw(size, align),
  },
] as const;

const MIDDLE = (START + END) / 2;

for (const { variant, zeroes, alloc } of VARIANTS)
  for (const { direction, up } of DIRECTIONS)
    describe(`${variant} ${direction}`, () => {
      const contents = new Uint8Array(128);

      /** A machine where these ranges are reserved as allocations are; contents are dirty. */
      function having(...reserved: readonly (readonly [base: number, size: number])[]): Memblock {
        const memblock = machine({ memory: contents.fill(DIRT) });
        memblock.set_bottom_up(up);
        for (const range of reserved) memblock.reserve_kern(...range);
        return memblock;
      }

      /**
       * Takes `size` units and expects them at `address`, zeroed or as they were, and nothing else touched.
       */
      function expectAt(memblock: Memblock, size: number, address: number, align = 1): void {
        expect(alloc(memblock, size, align)).toBe(address);
        const expected = new Uint8Array(128).fill(DIRT);
        if (zeroes && address !== 0) expected.fill(0, address, address + size);
        expect(contents).toEqual(expected);
        expect(memblock.audit()).toBeNull();
      }

      test("alloc_simple: aligned, at the end or the beginning of memory, recorded as an allocation", () => {
        const memblock = having();
        const address = up ? START : END - 8;
        expectAt(memblock, 6, address, 8);
        expect(memblock.entries("reserved")).toEqual([
          { base: address, size: 6, nid: NUMA_NO_NODE, flags: flags.RSRV_KERN },
        ]);
      });

      test("alloc_disjoint: where alignment leaves a gap to the neighbour, two entries stay", () => {
        const memblock = having(up ? [START, 3] : [END - 3, 3]);
        expectAt(memblock, 8, up ? START + 4 : END - 12, 4);
        expect(memblock.array("reserved").cnt).toBe(2);
        expect(memblock.reserved_size()).toBe(11);
      });

      test("alloc_before: it merges with what lies behind it", () => {
        const memblock = up ? having([START + 8, 4]) : having([END - 4, 4]);
        expectAt(memblock, 8, up ? START : END - 12);
        expect(ranges(memblock, "reserved")).toEqual([[up ? START : END - 12, 12]]);
      });

      test("alloc_after: it merges with what lies before it", () => {
        const memblock = up ? having([START, 4]) : having([END - 12, 4]);
        expectAt(memblock, 8, up ? START + 4 : END - 8);
        expect(ranges(memblock, "reserved")).toEqual([[up ? START : END - 12, 12]]);
      });

      test("alloc_second_fit: a gap that is too small is passed over", () => {
        const memblock = up ? having([START, 4], [START + 8, 4]) : having([END - 4, 4], [END - 12, 4]);
        expectAt(memblock, 8, up ? START + 12 : END - 20);
        const left = up
          ? [
              [START, 4],
              [START + 8, 12],
            ]
          : [
              [END - 20, 12],
              [END - 4, 4],
            ];
        expect(ranges(memblock, "reserved")).toEqual(left);
      });

      test("alloc_in_between: it fills a gap, and all three merge", () => {
        const memblock = up ? having([START, 4], [START + 12, 4]) : having([END - 4, 4], [END - 16, 4]);
        expectAt(memblock, 8, up ? START + 4 : END - 12);
        expect(ranges(memblock, "reserved")).toEqual([[up ? START : END - 16, 16]]);
      });

      test("alloc_small_gaps: where every gap is too small there is nothing", () => {
        const gaps = Array.from({ length: (END - START) / 8 }, (_, i) => [START + 8 * i, 4] as const);
        const memblock = having(...gaps);
        expectAt(memblock, 5, 0);
        expect(ranges(memblock, "reserved")).toEqual(gaps);
      });

      test("alloc_all_reserved: there is nothing, and nothing changes", () => {
        const memblock = having([START, END - START]);
        expectAt(memblock, 1, 0);
        expect(ranges(memblock, "reserved")).toEqual([[START, END - START]]);
      });

      test("alloc_no_space: all but too little is reserved", () => {
        const memblock = having([START, MIDDLE - START], [MIDDLE + 4, END - MIDDLE - 4]);
        expectAt(memblock, 5, 0);
        expect(memblock.reserved_size()).toBe(END - START - 4);
      });

      test("alloc_limited_space: what is left is just enough", () => {
        const memblock = having([START, MIDDLE - START], [MIDDLE + 4, END - MIDDLE - 4]);
        expectAt(memblock, 4, MIDDLE);
        expect(ranges(memblock, "reserved")).toEqual([[START, END - START]]);
      });

      test("alloc_no_memory: there is none at all", () => {
        const memblock = bare();
        memblock.set_bottom_up(up);
        expect(alloc(memblock, 1)).toBe(0);
        expect(memblock.array("reserved").cnt).toBe(0);
      });

      test("alloc_too_large: more than all of memory, and nothing comes to be reserved", () => {
        const memblock = having();
        expectAt(memblock, END - START + 2, 0);
        expect(memblock.entries("reserved")).toEqual([]);
        expect(memblock.reserved_size()).toBe(0);
      });
    });

describe("memblock_alloc_from", () => {
  for (const { direction, up } of DIRECTIONS)
    describe(direction, () => {
      function dirty(...reserved: readonly (readonly [base: number, size: number])[]) {
        const contents = new Uint8Array(128).fill(DIRT);
        const memblock = machine({ memory: contents });
        memblock.set_bottom_up(up);
        for (const range of reserved) memblock.reserve_kern(...range);
        const zeroed = (address: number, size: number) =>
          contents.every((byte, unit) => (byte === 0) === (unit >= address && unit < address + size));
        return { memblock, zeroed };
      }

      test("alloc_from_simple: as far from the lower bound as it goes, or just at it", () => {
        const { memblock, zeroed } = dirty();
        const address = up ? END - 16 : END - 4;
        expect(memblock.alloc_from(4, PAGE, END - 16)).toBe(address);
        expect(zeroed(address, 4)).toBe(true);
        expect(ranges(memblock, "reserved")).toEqual([[address, 4]]);
      });

      test("alloc_from_misaligned: what is found is aligned though the bound is not", () => {
        const { memblock, zeroed } = dirty();
        const address = up ? END - 12 : END - 4;
        expect(memblock.alloc_from(4, PAGE, END - 13)).toBe(address);
        expect(zeroed(address, 4)).toBe(true);
      });

      test(`alloc_from_${up ? "bottom_up" : "top_down"}_high_addr: a bound too near the end is dropped`, () => {
        const { memblock } = dirty();
        expect(memblock.alloc_from(8, PAGE, END - 4)).toBe(up ? START : END - 8);
        expect(memblock.array("reserved").cnt).toBe(1);
      });

      test(`alloc_from_${up ? "bottom_up" : "top_down"}_no_space_above: all above the bound is reserved`, () => {
        const { memblock } = dirty([END - 16, 16]);
        expect(memblock.alloc_from(4, PAGE, END - 16)).toBe(up ? START : END - 20);
        const left = up
          ? [
              [START, 4],
              [END - 16, 16],
            ]
          : [[END - 20, 20]];
        expect(ranges(memblock, "reserved")).toEqual(left);
      });

      test(`alloc_from_${up ? "bottom_up" : "top_down"}_min_addr_cap: a bound below memory is none`, () => {
        const { memblock } = dirty([START + 4, END - START - 4]);
        expect(memblock.alloc_from(4, PAGE, START - 8)).toBe(START);
        expect(ranges(memblock, "reserved")).toEqual([[START, END - START]]);
      });
    });
});
