/** What the tests of memblock share: a small machine, its nodes, and its lists as pairs of numbers. */
import { expect } from "vitest";
import type { MemblockOptions } from "../impl/memblock/layout.js";
import { Memblock } from "../impl/memblock/memblock.js";
import type { ListName } from "../impl/memblock/queries.js";

/** Units of a frame in these tests. */
export const PAGE = 4;
/** Where the memory of a machine begins and ends. */
export const [START, END] = [16, 80];
/** What memory holds before anybody writes. */
export const DIRT = 0xaa;

/** A memblock without memory. */
export function bare(options: Partial<MemblockOptions> = {}): Memblock {
  return new Memblock({ cells: 128, unitsPerFrame: PAGE, capacity: 128, ...options });
}

/** A memblock with all of `START` to `END` free, in one entry. */
export function machine(options: Partial<MemblockOptions> = {}): Memblock {
  const memblock = bare(options);
  memblock.add(START, END - START);
  return memblock;
}

/** The sizes of eight nodes, in the proportions of Linux's own tests: a quarter, a sixteenth, and so on. */
const NODE_SIZES: readonly number[] = [16, 4, 8, 8, 4, 4, 16, 4];

/** Where each node begins and ends. */
export const NODES = NODE_SIZES.map((size, i) => {
  const base = START + NODE_SIZES.slice(0, i).reduce((sum, each) => sum + each, 0);
  return { base, size, end: base + size };
});

/** A memblock whose memory is eight nodes. */
export function numa(options: Partial<MemblockOptions> = {}): Memblock {
  const memblock = bare(options);
  for (const [nid, { base, size }] of NODES.entries()) memblock.add_node(base, size, nid, 0);
  return memblock;
}

/** The ranges of a list: where each begins, and its size. */
export function ranges(memblock: Memblock, list: ListName): [number, number][] {
  return memblock.entries(list).map(({ base, size }) => [base, size]);
}

/** Expects the ranges of a list, and that its count and its total are theirs. */
export function expectList(
  memblock: Memblock,
  list: ListName,
  left: readonly (readonly [base: number, size: number])[],
): void {
  expect(ranges(memblock, list)).toEqual(left);
  expect(memblock.array(list).cnt).toBe(left.length);
  const total = list === "memory" ? memblock.phys_mem_size() : memblock.reserved_size();
  expect(total).toBe(left.reduce((sum, [, size]) => sum + size, 0));
  expect(memblock.audit()).toBeNull();
}

/** Both ways to search: from above, as Linux does at first, and from below. */
export const DIRECTIONS = [
  { direction: "top_down", up: false },
  { direction: "bottom_up", up: true },
] as const;
