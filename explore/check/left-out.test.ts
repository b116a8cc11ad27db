/** What an offer or a contract keeps from being tried is counted, and no claim covers it. */
import { expect, test } from "vitest";
import { bitmap } from "../../impl/frames/bitmap.js";
import { bitmapAsIs } from "../../impl/originals/bitmap-as-is.js";
import { STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import { scopeOf } from "../../model/words/scope.js";
import { runToEnd } from "../../testing/run.js";

const scope = scopeOf({ frames: 4, owners: 2, slices: 1 });

test("what predicates leave out is counted by command, and hides what is wrong there", () => {
  const careless = {
    ...bitmap,
    make: (world: typeof scope) => {
      const made = bitmap.make(world);
      const free = made.free!.bind(made); // a bitmap has it
      return Object.assign(made, { free: (frame: number) => (frame === 3 ? 0 : free(frame)) });
    },
  };
  const offers = {
    ...bitmap.offers,
    release: ({ owner }: { readonly owner: number }) => owner === 1,
    free: ({ frame }: { readonly frame: number }) => frame !== 3,
  };
  const run = runToEnd({ definition: { ...careless, offers }, scope });
  expect(run.verdict).toBe("holds");
  expect(run.leftOut).toEqual([
    { command: "release", by: "offer", count: 10, of: 20 },
    { command: "free", by: "offer", count: 1, of: 4 },
  ]);
  expect(runToEnd({ definition: careless, scope })).toMatchObject({ verdict: "broken", leftOut: [] });
});

test("what a contract leaves to the client is counted by command and state, with the reasons", () => {
  const run = runToEnd({ definition: bitmapAsIs, scope: scopeOf({ frames: 2, owners: 1 }) });
  const byContract = run.leftOut.filter(({ by }) => by === "contract");
  expect(byContract.map(({ command, reasons }) => [command, reasons])).toEqual([
    ["reserve", ["overlaps-allocated"]],
    ["free", ["already-free", "reserved"]],
  ]);
  for (const { count, byReason = {} } of byContract)
    expect(Object.values(byReason).reduce((sum, times) => sum + times, 0)).toBe(count);
  const frees = byContract.find(({ command }) => command === "free");
  // Each state has two frames: those that are free, and those that are reserved, are not freed.
  expect(Object.keys(frees?.byReason ?? {})).toEqual(["already-free", "reserved"]);
  // Every command of a kind is tried or left in every state: one frame, or two prefixes and suffixes.
  for (const { command, count, of } of byContract) {
    expect(count).toBeGreaterThan(0);
    const tried = Object.entries(run.outcomes).filter(([name]) => name.startsWith(`${command}:`));
    expect(of).toBe(count + tried.reduce((sum, [, n]) => sum + n, 0));
    expect(of % run.states).toBe(0);
  }
});

test("a command that is offered and never accepted is named, unless a finding ended the search", () => {
  const make = (world: typeof scope) => Object.assign(bitmap.make(world), { borrow: () => reasons.REFUSED });
  const definition = { ...bitmap, make };
  expect(runToEnd({ definition, scope })).not.toHaveProperty("neverAccepted");
  expect(runToEnd({ definition, scope, keep: "all" }).neverAccepted).toEqual(["borrow", "drop"]);
  const lends: AllocatorDefinition = {
    ...definition,
    contract: { ...STRICT, mayRefuse: { borrow: "full" } },
  };
  expect(runToEnd({ definition: lends, scope })).toMatchObject({ neverAccepted: ["borrow", "drop"] });
  expect(runToEnd({ definition: bitmap, scope })).not.toHaveProperty("neverAccepted");
  expect(runToEnd({ definition: bitmap, scope, budget: { maxDepth: 1 } }).neverAccepted).toContain("drop");
});

test("nothing is left out of the specification alone, nor of what offers and refuses everything", () => {
  for (const definition of [null, bitmap]) expect(runToEnd({ definition, scope }).leftOut).toEqual([]);
});
