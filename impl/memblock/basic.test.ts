/**
 * The checks of the basic interface that Linux has (`tools/testing/memblock/tests/basic_api.c`), by meaning.
 */
import { describe, expect, test } from "vitest";
import { bare, expectList } from "../../testing/memblocks.js";
import { ADDRESS_MAX, flags } from "./constants.js";
import { STATIC } from "./entries.js";
import type { Memblock } from "./memblock.js";

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
