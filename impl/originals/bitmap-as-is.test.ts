import { describe, expect, test } from "vitest";
import { isOffered } from "../../explore/systems/calls.js";
import { BYTE_RANGES, STRICT } from "../../model/contracts/named.js";
import { Specification } from "../../model/specification/specification.js";
import { describeCommand } from "../../model/words/commands.js";
import { FREE, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { programOf } from "../../testing/commands.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { kva_to_pa, type Physical, pa_to_kva, physicalOf } from "../parts/addresses.js";
import { BitmapAsIs, bitmapAsIs } from "./bitmap-as-is.js";

const scope = scopeOf(4, 2, 1);

test("it reserves from the bottom or to the top, for one owner, and has nothing to release or lend", () => {
  const { commands } = new Specification(scope);
  const offered = commands.filter((command) => isOffered(bitmapAsIs, command, scope)).map(describeCommand);
  expect(offered.filter((line) => line.startsWith("reserve"))).toEqual([
    "reserve(0, owner 1)",
    "reserve(0..1, owner 1)",
    "reserve(0..2, owner 1)",
    "reserve(0..3, owner 1)",
    "reserve(1..3, owner 1)",
    "reserve(2..3, owner 1)",
    "reserve(3, owner 1)",
  ]);
  expect(offered.filter((line) => !line.startsWith("reserve"))).toEqual([
    "alloc()",
    "free(0)",
    "free(1)",
    "free(2)",
    "free(3)",
  ]);
  expect(runToEnd({ definition: bitmapAsIs, scope }).notOffered).toEqual(["release", "borrow", "drop"]);
});

test("it counts each reserved page once, and free pages by looking", () => {
  const map = bitmapAsIs.make(scope);
  expect(map.counts!()).toEqual({ free: 4, reserved: 0 });
  expect(map.reserve!(0, 2, 1)).toBe(0);
  expect(map.reserve!(0, 1, 1)).toBe(0); // inside the first: nothing new
  expect(map.counts!()).toEqual({ free: 2, reserved: 2 });
  expect(map.reserve!(3, 1, 1)).toBe(0);
  expect(map.counts!()).toEqual({ free: 1, reserved: 3 });
  expect(map.alloc!()).toBe(2);
  expect(map.counts!()).toEqual({ free: 0, reserved: 3 });
  expect(map.alloc!()).toBe(reasons.EXHAUSTED);
  expect([0, 1, 2, 3].map((frame) => map.observe!(frame))).toEqual([TAKEN, TAKEN, TAKEN, TAKEN]);
});

test("it frees what it is told to, the kernel image as well", () => {
  const map = bitmapAsIs.make(scope);
  map.reserve!(0, 2, 1);
  expect(map.free!(0)).toBe(0);
  expect(map.observe!(0)).toBe(FREE);
  expect(map.alloc!()).toBe(0);
});

test("it holds under what its comments promise, and the counts are pinned", () => {
  const run = runToEnd({ definition: bitmapAsIs, scope: scopeOf(4, 2, 3) });
  expect(run).toMatchObject({ verdict: "holds", states: 53, tried: 290, transitions: 279, depth: 7 });
  expect(run.levels).toEqual([1, 8, 10, 9, 10, 9, 5, 1]);
});

test("under strict it deviates in four ways, each with its shortest trace", () => {
  const run = runToEnd({ definition: bitmapAsIs, scope, contract: STRICT, keep: "all" });
  expect(run.counterexamples.map((found) => [found.rule, programOf(found)])).toEqual([
    ["free/already-free", ["free(0)"]],
    ["reserve/overlaps-reserved", ["reserve(0, owner 1)", "reserve(0, owner 1)"]],
    ["free/reserved", ["reserve(0, owner 1)", "free(0)"]],
    ["reserve/overlaps-allocated", ["alloc()", "reserve(0, owner 1)"]],
  ]);
});

/** The tests of the original (`src/page_alloc.zig`), by their names, over a pool of eight pages. */
describe("as its own tests have it", () => {
  const page = (i: number) => physicalOf(i);
  const fresh = () => new BitmapAsIs(scopeOf(8, 1, 1));

  test("pa_to_kva / kva_to_pa round-trip", () => {
    expect(kva_to_pa(pa_to_kva(page(7)))).toBe(page(7));
    expect(pa_to_kva(page(0))).toBe(0xffff_0000_4000_0000n);
  });

  test("mem_map_init zeroes the bitmap, reservations and live pages alike", () => {
    const map = fresh();
    map.mem_map_reserve_below(page(3));
    map.get_free_page();
    map.mem_map_init();
    expect(map.counts()).toEqual({ free: 8, reserved: 0 });
  });

  test("get_free_page returns sequential pages from MALLOC_START, and reuses a freed one", () => {
    const map = fresh();
    expect([map.get_free_page(), map.get_free_page(), map.get_free_page()]).toEqual([0, 1, 2].map(page));
    map.free_page(page(0));
    expect(map.get_free_page()).toBe(page(0));
    expect(map.dump_free_count()).toBe(5);
  });

  test("free_page silently ignores an address above or below the pool, or one that is virtual", () => {
    const map = fresh();
    map.get_free_page();
    for (const outside of [page(8), page(9), page(8 + 1024), page(-1), kva_to_pa(pa_to_kva(page(1032)))])
      map.free_page(outside);
    map.free_page(pa_to_kva(page(0)) as unknown as Physical); // what the two types are there to prevent
    expect(map.dump_free_count()).toBe(7);
  });

  test("get_kernel_page returns the virtual address of a free page, and 0 when there is none", () => {
    const map = fresh();
    const kva = map.get_kernel_page();
    expect(kva).toBe(pa_to_kva(page(0)));
    map.free_kernel_page(kva);
    expect(map.dump_free_count()).toBe(8);
    map.mem_map_reserve_below(page(8));
    expect([map.get_free_page(), map.get_kernel_page()]).toEqual([0n, 0n]);
  });

  test("reserve_below takes the prefix, and nothing when it ends where the pool begins", () => {
    const map = fresh();
    map.mem_map_reserve_below(page(0));
    map.mem_map_reserve_below(page(-1000));
    expect(map.dump_free_count()).toBe(8);
    map.mem_map_reserve_below(page(5));
    expect(map.get_free_page()).toBe(page(5));
    expect(map.dump_free_count()).toBe(2);
  });

  test("reserve_above caps the pool at the end of memory", () => {
    const map = fresh();
    map.mem_map_reserve_above(page(2));
    expect([map.get_free_page(), map.get_free_page(), map.get_free_page()]).toEqual([page(0), page(1), 0n]);
  });

  test("mem_total_count ignores allocations, and counts overlapping reservations once", () => {
    const map = fresh();
    map.mem_map_reserve_above(page(6));
    expect(map.mem_total_count()).toBe(6);
    map.get_free_page();
    expect(map.mem_total_count()).toBe(6);
    map.mem_map_init();
    map.mem_map_reserve_above(page(6));
    map.mem_map_reserve_below(page(18));
    expect(map.mem_total_count()).toBe(0);
  });

  test("a bound inside a page takes it when it is an end, and leaves it when it is a start", () => {
    const map = fresh();
    map.mem_map_reserve_below(page(0.5));
    map.mem_map_reserve_above(page(6.5));
    expect([0, 6, 7].map((frame) => map.observe(frame))).toEqual([TAKEN, FREE, TAKEN]);
    const run = runToEnd({
      definition: bitmapAsIs,
      contract: BYTE_RANGES,
      scope: scopeOf(4, 1, 1, "foreign"),
      keep: "all",
    });
    expect(run.counterexamples.map((found) => [found.rule, programOf(found)])).toContainEqual([
      "observed-kind",
      ["reserve(half a frame at 3.5, owner 1)"],
    ]);
  });
});
