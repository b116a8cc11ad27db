/**
 * The checks of allocation on nodes that Linux has (`alloc_nid_api.c`, `alloc_exact_nid_api.c`), by meaning.
 */
import { describe, expect, test } from "vitest";
import { DIRECTIONS, DIRT, END, NODES, numa, START } from "../../testing/memblocks.js";
import { flags, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";

type Range = readonly [base: number, size: number];
interface Either {
  readonly top_down: number;
  readonly bottom_up: number;
}

/** What is asked for, and where it is found: if the node is only preferred, and if it must be this one. */
interface Case {
  readonly name: string;
  readonly exactName?: string;
  readonly shows: string;
  readonly nid: number;
  readonly size: number;
  readonly reserved?: readonly Range[];
  /** Where given, what is reserved was allocated on the node, and these ranges of it are so then. */
  readonly allocated?: { readonly top_down: readonly Range[]; readonly bottom_up: readonly Range[] };
  readonly min?: number;
  readonly max?: number;
  readonly found: Either;
  /** The node it is recorded with: the one asked for, unless any other would do. */
  readonly recorded: number;
  readonly exact: Either;
}

const node = (nid: number) => NODES[nid] ?? { base: 0, size: 0, end: 0 };
const either = (top_down: number, bottom_up: number): Either => ({ top_down, bottom_up });
const NOWHERE = either(0, 0);

/** On any node: at the end of the last that is large enough, or the beginning of the first. */
const anyNode = (size: number) => either(node(6).end - size, node(0).base);

const CASES: readonly Case[] = [
  {
    name: "simple",
    shows: "at the end or the beginning of the node",
    ...{ nid: 3, size: 2, recorded: 3 },
    found: either(node(3).end - 2, node(3).base),
    exact: either(node(3).end - 2, node(3).base),
  },
  {
    name: "small_node",
    shows: "the node is too small",
    ...{ nid: 1, size: 8, recorded: NUMA_NO_NODE },
    found: anyNode(8),
    exact: NOWHERE,
  },
  {
    name: "node_reserved",
    shows: "all of the node is reserved",
    ...{ nid: 2, size: 8, reserved: [[node(2).base, 8]], recorded: NUMA_NO_NODE },
    found: anyNode(8),
    exact: NOWHERE,
  },
  {
    name: "part_reserved",
    shows: "what is left of the node is enough, and from below it merges with what is allocated there",
    ...{ nid: 3, size: 1, reserved: [[node(3).base, 4]], recorded: 3 },
    allocated: {
      top_down: [
        [node(3).base, 4],
        [node(3).end - 1, 1],
      ],
      bottom_up: [[node(3).base, 5]],
    },
    found: either(node(3).end - 1, node(3).base + 4),
    exact: either(node(3).end - 1, node(3).base + 4),
  },
  {
    name: "part_reserved_fallback",
    exactName: "part_reserved_fail",
    shows: "what is left of the node is too small",
    ...{ nid: 3, size: 6, reserved: [[node(3).base + 2, 4]], recorded: NUMA_NO_NODE },
    found: anyNode(6),
    exact: NOWHERE,
  },
  {
    name: "split_range_low",
    shows: "half of the bounds on the node: the lower one is dropped, and the node it is",
    ...{ nid: 2, size: 4, min: node(2).end - 2, max: node(2).end + 2, recorded: 2 },
    found: either(node(2).end - 4, node(2).base),
    exact: either(node(2).end - 4, node(2).base),
  },
  {
    name: "split_range_high",
    shows: "the node only in the upper half of the bounds: any node below them",
    ...{ nid: 3, size: 4, min: node(2).end - 2, max: node(2).end + 2, recorded: NUMA_NO_NODE },
    found: either(node(2).end - 4, node(0).base),
    exact: NOWHERE,
  },
  {
    name: "no_overlap_split",
    shows: "the bounds lie on two other nodes above, neither has room: the node it is",
    ...{ nid: 2, size: 4, min: node(6).base - 2, max: node(6).base + 2, recorded: 2 },
    found: either(node(2).end - 4, node(2).base),
    exact: either(node(2).end - 4, node(2).base),
  },
  {
    name: "no_overlap_low",
    shows: "the node ends before the bounds: a node in them if any will do, else the lower one is dropped",
    ...{ nid: 0, size: 2, min: node(2).base, max: node(5).end, recorded: NUMA_NO_NODE },
    found: either(node(5).end - 2, node(2).base),
    exact: either(node(0).end - 2, node(0).base),
  },
  {
    name: "no_overlap_high",
    shows: "the node begins behind the bounds",
    ...{ nid: 7, size: 2, min: node(2).base, max: node(5).end, recorded: NUMA_NO_NODE },
    found: either(node(5).end - 2, node(2).base),
    exact: NOWHERE,
  },
  {
    name: "large_region",
    shows: "no node is large enough, all of them would be",
    ...{ nid: 3, size: 32, recorded: 3 },
    found: NOWHERE,
    exact: NOWHERE,
  },
  {
    name: "split_all_reserved",
    shows: "what is free would be large enough, on any node, but lies on two",
    nid: NUMA_NO_NODE,
    size: 4,
    reserved: [
      [START, node(6).end - 2 - START],
      [node(7).base + 2, node(7).size - 2],
    ],
    ...{ min: node(6).end - 2, max: node(7).base + 2, recorded: NUMA_NO_NODE },
    found: NOWHERE,
    exact: NOWHERE,
  },
];

type Alloc = (m: Memblock, size: number, align: number, min: number, max: number, nid: number) => number;
const VARIANTS: readonly {
  readonly kind: "nid" | "exact_nid";
  readonly zeroes: boolean;
  readonly alloc: Alloc;
}[] = [
  { kind: "nid", zeroes: true, alloc: (m, ...args) => m.alloc_try_nid(...args) },
  { kind: "nid", zeroes: false, alloc: (m, ...args) => m.alloc_try_nid_raw(...args) },
  { kind: "exact_nid", zeroes: false, alloc: (m, ...args) => m.alloc_exact_nid_raw(...args) },
];

/** Reserves a range as an allocation on a node does. */
function allocatedOn(memblock: Memblock, nid: number, [base, size]: Range): void {
  memblock.reserve_kern(base, size);
  memblock.set_node(base, size, "reserved", nid);
}

for (const { kind, zeroes, alloc } of VARIANTS)
  for (const { direction, up } of DIRECTIONS)
    describe(`${kind} ${direction}${zeroes ? "" : " raw"}`, () => {
      for (const each of CASES) {
        const { name, exactName, shows, nid, size, reserved = [], allocated, min = START, max = END } = each;
        const address = (kind === "nid" ? each.found : each.exact)[direction];
        test(`alloc_${kind}_numa_${kind === "nid" ? name : (exactName ?? name)}: ${shows}`, () => {
          const memory = new Uint8Array(128).fill(DIRT);
          const memblock = numa({ memory });
          memblock.set_bottom_up(up);
          for (const range of reserved)
            if (allocated) allocatedOn(memblock, nid, range);
            else memblock.reserve(...range);
          const before = memblock.entries("reserved");
          expect(alloc(memblock, size, 1, min, max, nid)).toBe(address);
          const recorded = kind === "nid" ? each.recorded : nid;
          const added = { base: address, size, nid: recorded, flags: flags.RSRV_KERN };
          const after = address === 0 ? before : [...before, added].sort((a, b) => a.base - b.base);
          const kern = allocated?.[direction].map(([base, size]) => ({ ...added, base, size }));
          expect(memblock.entries("reserved")).toEqual(kern ?? after);
          expect(memory.subarray(START).includes(0)).toBe(zeroes && address !== 0);
          expect(memblock.audit()).toBeNull();
        });
      }

      test(`alloc_${kind}_numa_reserved_full_merge: plain reservations on both sides stay apart from it, allocations of its node merge`, () => {
        const [low, high] = [node(3).base - 4, node(3).end];
        const asked = (memblock: Memblock) => alloc(memblock, node(3).size, 1, START, END, 3);
        const plain = numa();
        plain.set_bottom_up(up);
        for (const base of [low, high]) plain.reserve(base, 4);
        expect(asked(plain)).toBe(node(3).base);
        expect(plain.entries("reserved").map(({ base, nid }) => [base, nid])).toEqual([
          [low, NUMA_NO_NODE],
          [node(3).base, 3],
          [high, NUMA_NO_NODE],
        ]);
        // The same, but what lies on both sides was recorded as allocations of node 3 are.
        const kern = numa();
        kern.set_bottom_up(up);
        for (const base of [low, high]) allocatedOn(kern, 3, [base, 4]);
        expect(asked(kern)).toBe(node(3).base);
        expect(kern.entries("reserved")).toEqual([{ base: low, size: 16, nid: 3, flags: flags.RSRV_KERN }]);
      });
    });

for (const { direction, up } of DIRECTIONS)
  test(`alloc_node_numa_on_correct_nid: on the node asked for, recorded with it, ${direction}`, () => {
    for (const [nid, { base, end }] of NODES.entries()) {
      const memblock = numa();
      memblock.set_bottom_up(up);
      expect(memblock.alloc_node(2, 1, nid)).toBe(up ? base : end - 2);
      expect(memblock.entries("reserved")).toMatchObject([{ nid }]);
    }
  });
