/**
 * The checks of the basic interface that Linux has (`tools/testing/memblock/tests/basic_api.c`), by meaning.
 */
import { describe, expect, test } from "vitest";
import { bare, PAGE, ranges } from "../../testing/memblocks.js";
import { ADDRESS_MAX, flags, NUMA_NO_NODE } from "./constants.js";
import { STATIC } from "./entries.js";
import type { Memblock } from "./memblock.js";
import type { ListName } from "./queries.js";

type Range = readonly [base: number, size: number];
/** A check: what it shows; ranges added, removed and left, each as base+size. */
interface Case {
  readonly name: string;
  readonly shows: string;
  readonly added: string;
  readonly removed?: string;
  readonly left: string;
}

/** The ranges of a text such as "20+8 40+4". */
const parse = (text: string): Range[] =>
  (text.match(/\d+\+\d+/g) ?? []).map((range) => {
    const [base = 0, size = 0] = range.split("+").map(Number);
    return [base, size];
  });

const totalOf = (list: readonly Range[]) => list.reduce((sum, [, size]) => sum + size, 0);
const sizeOf = (memblock: Memblock, list: ListName) =>
  list === "memory" ? memblock.phys_mem_size() : memblock.reserved_size();

function expectList(memblock: Memblock, list: ListName, left: readonly Range[]): void {
  expect(ranges(memblock, list)).toEqual(left);
  expect(memblock.array(list).cnt).toBe(left.length);
  expect(sizeOf(memblock, list)).toBe(totalOf(left));
  expect(memblock.audit()).toBeNull();
}

test("initialization: both lists are empty, the search goes top down, and there is no limit", () => {
  const memblock = bare({ capacity: 8 });
  for (const list of ["memory", "reserved"] as const) {
    expectList(memblock, list, []);
    expect(memblock.array(list)).toEqual({ cnt: 0, max: 8, place: STATIC });
  }
  expect([memblock.bottom_up(), memblock.get_current_limit()]).toEqual([false, ADDRESS_MAX]);
});

const UNIONS: readonly Case[] = [
  { name: "simple", shows: "one entry", added: "20+8", left: "20+8" },
  { name: "disjoint", shows: "two entries, in order", added: "40+8 20+8", left: "20+8 40+8" },
  { name: "overlap_top", shows: "the union, from the second's base", added: "20+8 14+10", left: "14+14" },
  { name: "overlap_bottom", shows: "the union, to the second's end", added: "20+8 24+10", left: "20+14" },
  { name: "within", shows: "what lies inside changes nothing", added: "20+8 22+3", left: "20+8" },
  { name: "twice", shows: "the second time changes nothing", added: "20+8 20+8", left: "20+8" },
  { name: "between", shows: "the third joins two", added: "20+8 36+8 28+8", left: "20+24" },
  { name: "near_max", shows: "cut at the highest address", added: "250+9", left: "250+5" },
];

const REMOVALS: readonly Case[] = [
  { name: "simple", shows: "the entry goes, others stay", added: "20+8 40+4", removed: "20+8", left: "40+4" },
  { name: "absent", shows: "what is not there is nothing", added: "20+8", removed: "30+8", left: "20+8" },
  { name: "overlap_top", shows: "only the beginning goes", added: "20+8", removed: "16+6", left: "22+6" },
  { name: "overlap_bottom", shows: "only the end goes", added: "20+8", removed: "25+9", left: "20+5" },
  { name: "within", shows: "two are left", added: "20+8", removed: "23+2", left: "20+3 25+3" },
  { name: "only_region", shows: "empty again", added: "20+8", removed: "20+8", left: "" },
  { name: "near_max", shows: "cut at the highest address", added: "250+5", removed: "252+40", left: "250+2" },
  {
    name: "overlap_two",
    shows: "a part of both goes",
    added: "20+8 32+8",
    removed: "24+12",
    left: "20+4 36+4",
  },
];

const CALLS = {
  add: { list: "memory", call: (m: Memblock, range: Range) => m.add(...range) },
  reserve: { list: "reserved", call: (m: Memblock, range: Range) => m.reserve(...range) },
  remove: { list: "memory", call: (m: Memblock, range: Range) => m.remove(...range) },
  free: { list: "reserved", call: (m: Memblock, range: Range) => m.phys_free(...range) },
} as const;

for (const kind of ["add", "reserve"] as const) {
  const { list, call } = CALLS[kind];
  describe(`memblock_${kind}`, () => {
    for (const { name, shows, added, left } of UNIONS)
      test(`${kind}_${name}: ${shows}`, () => {
        const memblock = bare();
        for (const range of parse(added)) expect(call(memblock, range)).toBe(0);
        expectList(memblock, list, parse(left));
      });
  });
}

for (const [kind, first] of [
  ["remove", "add"],
  ["free", "reserve"],
] as const) {
  const { list, call } = CALLS[kind];
  describe(`memblock_${kind}`, () => {
    for (const { name, shows, added, removed = "", left } of REMOVALS)
      test(`${kind}_${name}: ${shows}`, () => {
        const memblock = bare();
        for (const range of parse(added)) CALLS[first].call(memblock, range);
        for (const range of parse(removed)) expect(call(memblock, range)).toBe(0);
        expectList(memblock, list, parse(left));
      });
  });
}

test("add_node_simple: the entry has its node and its flags", () => {
  const memblock = bare();
  expect(memblock.add_node(20, 8, 1, flags.HOTPLUG)).toBe(0);
  expect(memblock.entries("memory")).toEqual([{ base: 20, size: 8, nid: 1, flags: flags.HOTPLUG }]);
});

/** The capacity of the small lists, and the room in a machine where one of them is full. */
const FULL = 8;

/** A machine with frames free from 160 on, whose lists hold eight entries and may grow. */
function growing(): Memblock {
  const memblock = bare({ cells: 200, capacity: FULL });
  memblock.add(160, 40);
  memblock.allow_resize();
  return memblock;
}

test("add_many: the list of memory doubles for one entry more than it holds, into a reserved frame", () => {
  const memblock = growing();
  for (let i = 0; i < FULL; i++) expect(memblock.add(20 + 4 * i, 2)).toBe(0);
  expect(memblock.array("memory")).toEqual({ cnt: FULL + 1, max: 2 * FULL, place: 196 });
  expect(ranges(memblock, "reserved")).toEqual([[196, PAGE]]);
  expect(sizeOf(memblock, "memory")).toBe(40 + 2 * FULL);
});

test("reserve_many: the list of reservations doubles, and holds the array it grew into", () => {
  const memblock = growing();
  for (let i = 0; i <= FULL; i++) expect(memblock.reserve(20 + 4 * i, 2)).toBe(0);
  expect(memblock.array("reserved")).toEqual({ cnt: FULL + 2, max: 2 * FULL, place: 196 });
  expect(memblock.entries("reserved").at(-1)).toEqual({
    base: 196,
    size: PAGE,
    nid: NUMA_NO_NODE,
    flags: flags.RSRV_KERN,
  });
  // The old array was the static one; the next, which is in memory, is freed when its successor comes.
  for (let i = 0; i < FULL; i++) expect(memblock.reserve(60 + 4 * i, 2)).toBe(0);
  expect(memblock.array("reserved")).toEqual({ cnt: 2 * FULL + 2, max: 4 * FULL, place: 192 });
  expect(memblock.is_reserved(196)).toBe(false);
  expect(memblock.audit()).toBeNull();
});

test("reserve_all_locations: the list doubles wherever in it the entry comes that is one too many", () => {
  for (let skipped = 0; skipped <= FULL; skipped++) {
    const memblock = growing();
    const wanted = Array.from({ length: FULL + 1 }, (_, i): Range => [20 + 4 * i, 2]);
    for (const [i, range] of wanted.entries()) if (i !== skipped) memblock.reserve(...range);
    expect(memblock.array("reserved").max).toBe(FULL);
    expect(memblock.reserve(...wanted[skipped]!)).toBe(0);
    expectList(memblock, "reserved", [...wanted, [196, PAGE]]);
  }
});

test("reserve_many_may_conflict: the array avoids the range that is being reserved", () => {
  for (const [at, place] of [
    [196, 192], // behind the range is nothing, so the array lies before it
    [180, 196], // behind the range is room
  ] as const) {
    const memblock = growing();
    for (let i = 0; i < FULL; i++) memblock.reserve(20 + 4 * i, 2);
    expect(memblock.reserve(at, 4)).toBe(0);
    expect(memblock.array("reserved").place).toBe(place);
    expect(memblock.entries("reserved").filter(({ base }) => base === at)).toEqual([
      { base: at, size: 4, nid: NUMA_NO_NODE, flags: flags.NONE },
    ]);
    expect(memblock.audit()).toBeNull();
  }
});

test("set_bottom_up: the direction is what was set last", () => {
  const memblock = bare();
  memblock.set_bottom_up(true);
  expect(memblock.bottom_up()).toBe(true);
  memblock.set_bottom_up(false);
  expect(memblock.bottom_up()).toBe(false);
});

test("bottom_up: it is not so at first, and asking changes nothing", () => {
  const memblock = bare();
  expect([memblock.bottom_up(), memblock.bottom_up()]).toEqual([false, false]);
});

describe("memblock_trim_memory", () => {
  const trimmed = (...added: readonly Range[]) => {
    const memblock = bare();
    for (const range of added) memblock.add(...range);
    expect(memblock.trim_memory(8)).toBe(0);
    return memblock;
  };
  const TRIMS: readonly Case[] = [
    { name: "aligned", shows: "unchanged", added: "16+8 32+16", left: "16+8 32+16" },
    { name: "too_small", shows: "what holds no aligned part goes", added: "16+16 41+7", left: "16+16" },
    { name: "unaligned_base", shows: "the base goes up", added: "16+8 33+15", left: "16+8 40+8" },
    { name: "unaligned_end", shows: "the end goes down", added: "16+8 32+15", left: "16+8 32+8" },
  ];
  for (const { name, shows, added, left } of TRIMS)
    test(`trim_memory_${name}: ${shows}, and the total is right`, () => {
      expectList(trimmed(...parse(added)), "memory", parse(left));
    });
});

test("overlaps_region: far and neighbouring ranges do not, partial and whole overlaps do", () => {
  const memblock = bare();
  memblock.add(20, 8);
  const overlap = (base: number, size: number) => memblock.overlaps_region("memory", base, size);
  expect([overlap(4, 4), overlap(40, 4), overlap(16, 4), overlap(28, 4)]).toEqual(new Array(4).fill(false));
  const touching = [overlap(16, 5), overlap(27, 4), overlap(22, 2), overlap(20, 8), overlap(10, 40)];
  expect(touching).toEqual(new Array(5).fill(true));
  expect(memblock.overlaps_region("reserved", 20, 8)).toBe(false);
});

test("set_node: every reservation gets the node of its memory, although the array doubles meanwhile", () => {
  const memblock = bare({ cells: 200, capacity: FULL });
  for (let nid = 0; nid < FULL - 1; nid++) memblock.add_node(160 + 4 * nid, 4, nid, flags.NONE);
  for (let nid = 0; nid < FULL - 1; nid++) memblock.reserve(160 + 4 * nid, 2);
  memblock.add_node(192, 8, 7, flags.NONE);
  memblock.allow_resize();
  expect(memblock.memmap_init_reserved_pages()).toBe(0);
  expect(memblock.array("reserved")).toMatchObject({ max: 2 * FULL, place: 196 });
  const nodes = memblock.entries("reserved").map(({ base, nid }) => [base, nid]);
  expect(nodes).toEqual([...Array.from({ length: 7 }, (_, nid) => [160 + 4 * nid, nid]), [196, 7]]);
  // The array comes to lie in memory that was passed already: it is not forgotten.
  const again = bare({ cells: 200, capacity: FULL });
  again.add_node(120, 8, 9, flags.NONE);
  for (let nid = 0; nid < 4; nid++) again.add_node(160 + 4 * nid, 4, nid, flags.NONE);
  for (const [base, size] of parse("1+1 3+1 5+1 7+1 9+1 160+16")) again.reserve(base, size);
  again.allow_resize();
  expect(again.memmap_init_reserved_pages()).toBe(0);
  expect(again.entries("reserved").slice(5)).toMatchObject([
    { base: 124, nid: 9 },
    ...[0, 1, 2, 3].map((nid) => ({ base: 160 + 4 * nid, nid })),
  ]);
});
