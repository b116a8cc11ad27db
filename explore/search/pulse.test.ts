import { afterEach, expect, test, vi } from "vitest";
import { bitmap } from "../../impl/frames/bitmap.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { scopeOf } from "../../testing/scopes.js";
import { Check } from "../check/check.js";
import { CALL, GIVE, IDLE, INSPECT, MAKE, OFFERS, type Place, Pulse, placeIn, SCRUB } from "./pulse.js";

afterEach(() => void vi.restoreAllMocks());

/** A bitmap that looks at the pulse from within, and what it saw there. */
function spying(pulse: Pulse) {
  const seen = new Map<string, Place[]>();
  const note = (what: string) => {
    seen.set(what, [...(seen.get(what) ?? []), placeIn(pulse.cells)]);
  };
  const definition: AllocatorDefinition = {
    ...bitmap,
    offers: {
      alloc: () => {
        note("offers");
        return true;
      },
    },
    make: (scope) => {
      note("make");
      const made = bitmap.make(scope);
      const alloc = made.alloc!.bind(made);
      return Object.assign(made, {
        alloc: () => {
          note("alloc");
          return alloc();
        },
        scrub: () => note("scrub"),
        audit: () => {
          note("audit");
          return null;
        },
      });
    },
  };
  return { definition, seen };
}

test("the pulse tells what runs while it runs, and every command and state by its number", () => {
  const pulse = new Pulse();
  const { definition, seen } = spying(pulse);
  const check = new Check({ definition, scope: scopeOf(2, 1, 1), pulse, suspicion: 0 });
  while (check.advance(1));
  expect(pulse.cells[CALL]).toBe(IDLE);
  const calls = (what: string) => new Set(seen.get(what)?.map(({ call }) => call));
  expect(calls("offers")).toEqual(new Set([OFFERS]));
  expect(calls("make")).toEqual(new Set([MAKE]));
  expect(calls("alloc")).toEqual(new Set([GIVE]));
  expect(calls("scrub")).toEqual(new Set([SCRUB]));
  expect(calls("audit")).toEqual(new Set([INSPECT]));
  // Three states, in each of which alloc was given once.
  expect(seen.get("alloc")?.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(new Set(seen.get("alloc")?.map(({ command }) => command)).size).toBe(1);
  expect(seen.get("audit")?.map(({ number }) => number)).toEqual([0, 1, 2]);
});

test("no allocator code is noted while states are looked up and the table grows", () => {
  const pulse = new Pulse();
  const calls = new Set<number>();
  const check = new Check({ definition: bitmap, scope: scopeOf(3, 2, 2), pulse });
  const { visited } = check.search;
  const prepare = visited.prepare.bind(visited);
  const add = visited.add.bind(visited);
  const note = () => void calls.add(pulse.cells[CALL]!);
  vi.spyOn(visited, "prepare").mockImplementation((...args) => {
    note();
    prepare(...args);
  });
  vi.spyOn(visited, "add").mockImplementation((...args) => {
    note();
    return add(...args);
  });
  while (check.advance(8));
  expect(check.run().verdict).toBe("holds");
  expect([...calls]).toEqual([IDLE]);
});

test("calls of a phase are counted, and one that is known to hang is passed over", () => {
  const place: Place = { phase: 4, number: 2, command: 0, call: GIVE };
  const pulse = new Pulse(undefined, [place]);
  pulse.begin(4);
  expect(pulse.enter(GIVE)).toBeNull();
  expect(pulse.cells[CALL]).toBe(GIVE);
  pulse.leave();
  expect(pulse.enter(GIVE)).toBe(place);
  expect(pulse.cells[CALL]).toBe(IDLE);
  expect(pulse.enter(SCRUB)).toBeNull();
  pulse.begin(1);
  pulse.enter(GIVE);
  expect(pulse.enter(GIVE)).toBeNull();
  expect(pulse.last(4)).toBe(place);
  expect(pulse.last(1)).toBeNull();
});
