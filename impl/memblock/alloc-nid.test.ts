/** The checks of allocation between two bounds that Linux has (`alloc_nid_api.c`), by meaning. */
import { describe, expect, test } from "vitest";
import { DIRECTIONS, DIRT, END, machine, ranges, START } from "../../testing/memblocks.js";
import { NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

type Range = readonly [base: number, size: number];
type Alloc = (m: Memblock, size: number, align: number, min: number, max: number) => number;

const VARIANTS: readonly { readonly variant: string; readonly zeroes: boolean; readonly alloc: Alloc }[] = [
  { variant: "alloc_try_nid", zeroes: true, alloc: (m, ...args) => m.alloc_try_nid(...args, NUMA_NO_NODE) },
  {
    variant: "alloc_try_nid_raw",
    zeroes: false,
    alloc: (m, ...args) => m.alloc_try_nid_raw(...args, NUMA_NO_NODE),
  },
  {
    variant: "alloc_exact_nid_raw",
    zeroes: false,
    alloc: (m, ...args) => m.alloc_exact_nid_raw(...args, NUMA_NO_NODE),
  },
];

/** Ranges reserved, what is asked for, where it is found either way, and what is reserved then. */
interface Case {
  readonly name: string;
  readonly shows: string;
  readonly reserved?: readonly Range[];
  readonly size: number;
  readonly align?: number;
  readonly min: number;
  readonly max: number;
  readonly found: { readonly top_down: number; readonly bottom_up: number };
  /** How many entries there are afterwards. */
  readonly entries?: { readonly top_down: number; readonly bottom_up: number };
}

const both = (answer: number) => ({ top_down: answer, bottom_up: answer });

const CASES: readonly Case[] = [
  {
    name: "simple",
    shows: "at the upper bound or at the lower",
    ...{ size: 8, align: 4, min: 24, max: 56 },
    found: { top_down: 48, bottom_up: 24 },
  },
  {
    name: "misaligned",
    shows: "aligned though the bounds are not",
    ...{ size: 8, align: 4, min: 25, max: 55 },
    found: { top_down: 44, bottom_up: 28 },
  },
  {
    name: "exact_address",
    shows: "the bounds leave one place",
    ...{ size: 8, min: 24, max: 32 },
    found: both(24),
  },
  {
    name: "narrow_range",
    shows: "bounds too close: the lower one is dropped",
    ...{ size: 8, min: 40, max: 44 },
    found: { top_down: 36, bottom_up: START },
  },
  {
    name: "low_max",
    shows: "an upper bound just behind where memory begins is never given up",
    ...{ size: 8, min: START, max: START + 1 },
    found: both(0),
  },
  {
    name: "min_reserved",
    shows: "it merges with what ends at the lower bound",
    ...{ reserved: [[20, 4]], size: 8, min: 24, max: 32 },
    found: both(24),
  },
  {
    name: "max_reserved",
    shows: "it merges with what begins at the upper bound",
    ...{ reserved: [[32, 4]], size: 8, min: 24, max: 32 },
    found: both(24),
  },
  {
    name: "reserved_with_space",
    shows: "between two reservations, next to one of them",
    ...{
      reserved: [
        [24, 4],
        [48, 4],
      ],
      size: 8,
      min: 28,
      max: 48,
    },
    found: { top_down: 40, bottom_up: 28 },
    entries: both(2),
  },
  {
    name: "reserved_full_merge",
    shows: "it fills the gap between two reservations",
    ...{
      reserved: [
        [24, 4],
        [36, 4],
      ],
      size: 8,
      min: 28,
      max: 36,
    },
    found: both(28),
  },
  {
    name: "reserved_no_space",
    shows: "the gap is too small, and the lower bound is dropped",
    ...{
      reserved: [
        [40, 4],
        [48, 4],
      ],
      size: 8,
      min: 44,
      max: 48,
    },
    found: { top_down: 32, bottom_up: START },
    entries: { top_down: 2, bottom_up: 3 },
  },
  {
    name: "reserved_all",
    shows: "all memory but too small a gap is reserved",
    ...{
      reserved: [
        [START, 28],
        [48, END - 48],
      ],
      size: 8,
      min: 44,
      max: 48,
    },
    found: both(0),
    entries: both(2),
  },
  {
    name: "cap_max",
    shows: "an upper bound behind memory is where memory ends",
    ...{ size: 8, min: 60, max: END + 20 },
    found: { top_down: END - 8, bottom_up: 60 },
  },
  {
    name: "cap_min",
    shows: "a lower bound before memory is where memory begins",
    ...{ size: 8, min: START - 8, max: 40 },
    found: { top_down: 32, bottom_up: START },
  },
];

for (const { variant, zeroes, alloc } of VARIANTS)
  for (const { direction, up } of DIRECTIONS)
    describe(`${variant} ${direction}`, () => {
      for (const { name, shows, reserved = [], size, align = 1, min, max, found, entries } of CASES)
        test(`alloc_nid_${name}: ${shows}`, () => {
          const memory = new Uint8Array(128).fill(DIRT);
          const memblock = machine({ memory });
          memblock.set_bottom_up(up);
          for (const range of reserved) memblock.reserve_kern(...range);
          const before = ranges(memblock, "reserved");
          const address = found[direction];
          expect(alloc(memblock, size, align, min, max)).toBe(address);
          if (address === 0) expect(ranges(memblock, "reserved")).toEqual(before);
          else expect(memblock.is_region_reserved(address, size)).toBe(true);
          expect(memblock.array("reserved").cnt).toBe(entries?.[direction] ?? (address === 0 ? 0 : 1));
          const total = before.reduce((sum, [, each]) => sum + each, address === 0 ? 0 : size);
          expect(memblock.reserved_size()).toBe(total);
          expect(memory.filter((byte) => byte === 0).length).toBe(zeroes && address !== 0 ? size : 0);
          expect(memory.subarray(address, address + size).every((byte) => byte === 0)).toBe(
            zeroes && address !== 0,
          );
          expect(memblock.audit()).toBeNull();
        });
    });
