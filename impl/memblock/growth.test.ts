import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bare, DIRECTIONS, PAGE, ranges } from "../../testing/memblocks.js";
import { EBUSY, ENOMEM, flags } from "./constants.js";
import { STATIC } from "./entries.js";
import type { Memblock } from "./memblock.js";

/** A memblock with memory from 64 to 96, whose lists hold four entries. */
function small(allow: boolean, capacity = 4): Memblock {
  const memblock = bare({ capacity });
  memblock.add(64, 32);
  if (allow) memblock.allow_resize();
  return memblock;
}

/** As many single units reserved below all memory as there shall be entries. */
function fill(memblock: Memblock, entries: number): void {
  for (let i = 0; i < entries; i++) memblock.reserve(2 * i + 1, 1);
}

/** Expects an answer, and that no byte has changed. */
function expectRefused(memblock: Memblock, command: () => number, answer: number): void {
  const before = memblock.state.slice();
  expect(command()).toBe(answer);
  expect(memblock.state).toEqual(before);
}

const placeOf = (memblock: Memblock, list: "memory" | "reserved") => memblock.array(list).place;

describe("where growth is not allowed", () => {
  test("what needs room is refused and changes nothing, what needs none is done", () => {
    const memblock = small(false);
    fill(memblock, 4);
    expectRefused(memblock, () => memblock.reserve(20, 1), ENOMEM);
    expectRefused(memblock, () => memblock.reserve_kern(20, 1), ENOMEM);
    expectRefused(memblock, () => memblock.alloc(4, PAGE), 0);
    expectRefused(memblock, () => memblock.reserve(2, 1), ENOMEM); // it would join its neighbours, but after
    expect(memblock.reserve(5, 1)).toBe(0);
    expect(ranges(memblock, "reserved")).toEqual([
      [1, 1],
      [3, 1],
      [5, 1],
      [7, 1],
    ]);
  });

  test("isolating asks for two entries more even where nothing is split, so freeing can be refused", () => {
    const memblock = small(false);
    fill(memblock, 3);
    expectRefused(memblock, () => memblock.phys_free(1, 1), ENOMEM);
    expectRefused(memblock, () => memblock.phys_free(40, 1), ENOMEM); // there is nothing to free
    for (let i = 0; i < 2; i++) memblock.add(2 * i + 1, 1);
    expectRefused(memblock, () => memblock.remove(64, 32), ENOMEM);
    expectRefused(memblock, () => memblock.mark_nomap(64, 32), ENOMEM);
    expectRefused(memblock, () => memblock.mark_mirror(64, 32), ENOMEM); // the note of it is undone as well
    expectRefused(memblock, () => memblock.set_node(64, 32, "memory", 1), ENOMEM);
    expectRefused(memblock, () => memblock.cap_memory_range(64, 32), ENOMEM);
  });
});

describe("a list that grows", () => {
  test("freeing from a full list takes a frame first", () => {
    const memblock = small(true);
    fill(memblock, 3);
    expect(memblock.phys_free(1, 1)).toBe(0);
    expect(memblock.array("reserved")).toEqual({ cnt: 3, max: 8, place: 92 });
    expect(memblock.holds_array(95, 1)).toBe(true);
    expect(memblock.holds_array(91, 1)).toBe(false);
  });

  test.each(DIRECTIONS)("the array lies where a search would find it, $direction", ({ up }) => {
    const memblock = small(true);
    memblock.set_bottom_up(up);
    fill(memblock, 5);
    expect(placeOf(memblock, "reserved")).toBe(up ? 64 : 92);
  });

  test("the array keeps to the current limit, and to mirrored memory while there is some free", () => {
    const memblock = small(true);
    memblock.mark_mirror(64, 8);
    memblock.set_current_limit(80);
    fill(memblock, 5);
    expect(placeOf(memblock, "reserved")).toBe(68);
    memblock.reserve(64, 4);
    fill(memblock, 9); // no mirrored frame is left
    expect(placeOf(memblock, "reserved")).toBe(76);
  });

  test("where no frame is free, or only behind the limit, it is refused and changes nothing", () => {
    const memblock = small(true);
    fill(memblock, 3);
    memblock.reserve(65, 30); // of each frame some unit is taken
    expectRefused(memblock, () => memblock.reserve(40, 1), ENOMEM);
    const limited = small(true);
    fill(limited, 4);
    limited.set_current_limit(64);
    expectRefused(limited, () => limited.reserve(40, 1), ENOMEM);
    limited.set_current_limit(1);
    expectRefused(limited, () => limited.reserve(40, 1), ENOMEM);
  });

  test("an old array is freed once it is replaced, and the frame found for its successor is another", () => {
    const memblock = small(true);
    fill(memblock, 9);
    expect(placeOf(memblock, "reserved")).toBe(88);
    expect([memblock.is_reserved(92), memblock.is_reserved(88)]).toEqual([false, true]);
  });

  test("an array never comes to lie in a range from address 0 that is being reserved (it can in Linux)", () => {
    const memblock = bare({ capacity: 4 });
    memblock.add(0, 32);
    memblock.allow_resize();
    for (let i = 0; i < 4; i++) memblock.reserve(40 + 2 * i, 1);
    expectRefused(memblock, () => memblock.reserve(0, 32), ENOMEM);
    expectRefused(memblock, () => memblock.reserve(1, 31), ENOMEM);
    expect(memblock.reserve(0, 28)).toBe(0);
    expect(placeOf(memblock, "reserved")).toBe(28);
    const units = bare({ capacity: 4, unitsPerFrame: 1 });
    units.add(0, 8);
    units.allow_resize();
    for (let i = 0; i < 4; i++) units.reserve(40 + 2 * i, 1);
    expectRefused(units, () => units.reserve(1, 7), ENOMEM);
    expect(units.reserve(2, 6)).toBe(0);
    expect(placeOf(units, "reserved")).toBe(1);
  });

  test("the list of memory grows into a reserved frame, though that makes the other list grow as well", () => {
    const memblock = small(true);
    fill(memblock, 4);
    for (let i = 0; i < 4; i++) expect(memblock.add(2 * i + 1, 1)).toBe(0);
    expect(memblock.array("memory")).toEqual({ cnt: 5, max: 8, place: 92 });
    expect(memblock.array("reserved")).toMatchObject({ max: 8, place: 88 });
    expect(memblock.is_region_reserved(88, 8)).toBe(true);
  });

  test("no array lies in memory that is being removed: where the search finds it there, nothing is done", () => {
    const memblock = small(true);
    for (let i = 0; i < 2; i++) memblock.add(2 * i + 1, 1);
    expect(memblock.remove(92, PAGE)).toBe(ENOMEM);
    expect(placeOf(memblock, "memory")).toBe(STATIC);
    expect([memblock.is_memory(92), memblock.is_reserved(92)]).toEqual([true, false]);
  });

  test("two lists that grow in one command never get one frame", () => {
    // The old array of memory is freed from a list of reservations that is full by then.
    const memblock = small(true);
    for (let i = 0; i < 4; i++) memblock.add(2 * i + 1, 1);
    fill(memblock, 2);
    for (let i = 4; i < 8; i++) expect(memblock.add(2 * i + 1, 1)).toBe(0);
    const places = [placeOf(memblock, "memory"), placeOf(memblock, "reserved")];
    expect(places).not.toContain(STATIC);
    expect(places[0]).not.toBe(places[1]);
    for (const place of places) expect(memblock.is_region_reserved(place, PAGE)).toBe(true);
    expect(
      memblock.entries("reserved").filter(({ flags: is }) => is === flags.RSRV_KERN).length,
    ).toBeGreaterThan(0);
  });

  test("no list outgrows the bytes it was given", () => {
    const memblock = bare({ cells: 6, capacity: 8 });
    memblock.add(64, 32);
    memblock.allow_resize();
    fill(memblock, 8);
    expectRefused(memblock, () => memblock.reserve(40, 1), ENOMEM);
  });

  test("growth that fails after the old array was freed is undone whole", () => {
    const memblock = bare({ cells: 6, capacity: 4 });
    memblock.add(64, 8);
    memblock.allow_resize();
    fill(memblock, 6); // in an array of eight, which is all the bytes have
    memblock.reserve(41, 1);
    for (let i = 0; i < 3; i++) memblock.add(2 * i + 1, 1);
    expectRefused(memblock, () => memblock.add(20, 1), ENOMEM); // its array would be the ninth reservation
  });
});

test("a list has room for two at the least: with less, growth could need growth before it is done", () => {
  expect(() => bare({ capacity: 1 })).toThrow(/^internal: /);
});

test("its own arrays are not for freeing, neither by range nor by a limit of memory", () => {
  const memblock = small(true);
  fill(memblock, 5);
  expect(placeOf(memblock, "reserved")).toBe(92);
  expectRefused(memblock, () => memblock.phys_free(92, PAGE), EBUSY);
  expectRefused(memblock, () => memblock.phys_free(95, 1), EBUSY);
  expectRefused(memblock, () => memblock.phys_free(0, 200), EBUSY);
  expectRefused(memblock, () => memblock.enforce_memory_limit(16), EBUSY);
  expectRefused(memblock, () => memblock.cap_memory_range(64, 16), EBUSY);
  expect(memblock.phys_free(88, 4)).toBe(0);
});

describe("against units, with lists that start with room for two", () => {
  const range = { base: fc.integer({ min: 4, max: 60 }), size: fc.integer({ min: 1, max: 9 }) };
  const command = fc.record({
    kind: fc.constantFrom("add", "remove", "reserve", "phys_free", "alloc", "mark_nomap"),
    ...range,
  });

  test("what is memory and what is reserved is what was asked for, and the arrays; what fails changes nothing", () => {
    let [done, refused, grown] = [0, 0, 0];
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3, 4),
        fc.array(command, { minLength: 30, maxLength: 60 }),
        (capacity, list) => {
          const memblock = bare({ cells: 64, capacity });
          memblock.add(4, 60);
          memblock.allow_resize();
          const memory = new Set(Array.from({ length: 60 }, (_, i) => i + 4));
          const reserved = new Set<number>();
          for (const { kind, base, size } of list) {
            if (kind === "reserve" && memblock.holds_array(base, size)) continue; // nothing counts claims
            const before = memblock.state.slice();
            const answer = kind === "alloc" ? memblock.alloc(size, 1) : memblock[kind](base, size);
            const failed = kind === "alloc" ? answer === 0 : answer !== 0;
            failed ? refused++ : done++;
            if (failed) expect(memblock.state).toEqual(before);
            else {
              const from = kind === "alloc" ? answer : base;
              for (let unit = from; unit < from + size; unit++) {
                if (kind === "add") memory.add(unit);
                if (kind === "remove") memory.delete(unit);
                if (kind === "phys_free") reserved.delete(unit);
                if (kind !== "reserve" && kind !== "alloc") continue;
                if (kind === "alloc" && (reserved.has(unit) || !memory.has(unit)))
                  throw new Error("not free");
                reserved.add(unit);
              }
            }
            const places = [placeOf(memblock, "memory"), placeOf(memblock, "reserved")];
            const arrays = places.filter((place) => place !== STATIC);
            expect(new Set(arrays).size).toBe(arrays.length);
            grown += arrays.length;
            const own = new Set(arrays.flatMap((place) => [0, 1, 2, 3].map((unit) => place + unit)));
            expect([...own].filter((unit) => reserved.has(unit))).toEqual([]);
            const units = Array.from({ length: 80 }, (_, unit) => unit);
            const has = (unit: number) => [memory.has(unit), reserved.has(unit) || own.has(unit)];
            const says = (unit: number) => [memblock.is_memory(unit), memblock.is_reserved(unit)];
            expect(units.filter((unit) => `${has(unit)}` !== `${says(unit)}`)).toEqual([]);
            expect(memblock.audit()).toBeNull();
          }
        },
      ),
      { numRuns: 120 },
    );
    expect(Math.min(done, refused, grown)).toBeGreaterThan(100);
  });
});
