/** Pin counts, and who names no owner. */
import { expect, test } from "vitest";
import { check } from "../../index.js";
import { STRICT } from "../../model/contracts/named.js";
import { fromObject } from "../../model/doors/from-object.js";
import type { Allocator } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";
import { asksNo, namesNoOwner } from "../../model/socket/owners.js";
import { programOf } from "../../testing/commands.js";
import { NEVER_RELEASES, PINNING } from "../../testing/made-up/pins.js";

const bounds = { frames: 2, slices: 2 };

test.each(PINNING.map(([sound]) => [sound.name, sound] as const))("%s holds by its counts", (_, sound) => {
  const run = check(sound, bounds);
  expect(run).toMatchObject({ verdict: "holds", namesNoOwner: true, scope: { owners: 1 } });
  expect(run.outcomes["release:live-slice"]).toBeGreaterThan(0);
  expect(check(sound, { ...bounds, contract: STRICT }).verdict).toBe("broken");
});

const RESERVE = "reserve(0, owner 1)";

test.each([
  ["pins-once", "release/live-slice", [RESERVE, "borrow(0)", "borrow(0)", "drop(0)", "release(0, owner 1)"]],
  ["first-half", "release/live-slice", ["reserve(0..1, owner 1)", "borrow(1)", "release(0..1, owner 1)"]],
  ["skips", "release/live-slice", [RESERVE, "borrow(0)", "release(0, owner 1)"]],
] as const)("%s is found", (name, rule, program) => {
  const faulty = PINNING.map(([, definition]) => definition).find((definition) => definition.name === name)!;
  const [found] = check(faulty, bounds).counterexamples;
  expect([found?.rule, ...(found ? programOf(found) : [])]).toEqual([rule, ...program]);
});

test("the leave to refuse a release holds while a slice is alive, and no longer", () => {
  const [found] = check(NEVER_RELEASES, bounds).counterexamples;
  expect([found?.rule, ...(found ? programOf(found) : [])]).toEqual([
    "release/legal",
    RESERVE,
    "release(0, owner 1)",
  ]);
});

test("one owner is asked where none is named, two where they are asked for", () => {
  const [[sound] = []] = PINNING;
  expect(check(sound!, { ...bounds, owners: 2 }).scope.owners).toBe(2);
  expect(check(sound!, { ...bounds, owners: 2 })).not.toHaveProperty("namesNoOwner");
  const reserves = (call: (pool: boolean[], place: { owner: number; start: number }) => unknown) =>
    check(
      defineAllocator({ name: "x", make: fromObject({ make: () => [false], calls: { reserve: call } }) }),
      {
        frames: 1,
      },
    ).scope.owners;
  expect(reserves((pool, { start }) => !pool[start] && (pool[start] = true))).toBe(1);
  expect(reserves((pool, { start, owner }) => !pool[start] && (pool[start] = owner > 0))).toBe(2);
});

test.each<readonly [string, (...given: never[]) => unknown, boolean]>([
  ["takes apart", (_: object, { start }: { start: number }) => start, true],
  ["reads fields", (_: object, call: { start: number }) => call.start, true],
  ["takes the object alone", (all: { n: number }) => all.n, true],
  ["takes the owner", (_: object, { owner }: { owner: number }) => owner, false],
  ["reads the owner", (_: object, call: { owner: number }) => call.owner, false],
  ["passes all on", (all: { f(c: object): void }, call: object) => all.f(call), false],
  ["takes the rest", (_: object, { ...rest }: { n: number }) => rest, false],
  ["takes anything", (...all: unknown[]) => all, false],
  ["reads the command", (_: object, { command }: { command: object }) => command, false],
  ["is the runtime's", Math.max as (...given: never[]) => unknown, false],
])("a call that %s", (_, call, expected) => {
  expect(asksNo("owner", call)).toBe(expected);
});

test("a method of the socket with two parameters names no owner", () => {
  const state = new Uint8Array(1);
  const two = {
    state,
    reserve: (start: number, count: number) => start + count,
    release: (a: number, b: number) => a * b,
  };
  const third = { ...two, release: (start: number, _count: number, owner: number) => start + owner };
  const usual = { ...two, release: (start: number, count: number, owner = 1) => start + count + owner };
  expect([two, third, usual].map((allocator) => namesNoOwner(allocator as Allocator))).toEqual([
    true,
    false,
    false,
  ]);
  expect(namesNoOwner({ state, alloc: () => 0 })).toBe(false);
});
