/** A fault on the way to a window is a finding, unless the contract lets it or the pool is not asked for. */
import { expect, test } from "vitest";
import { check, reasons } from "../../index.js";
import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { scopeOf } from "../../model/words/scope.js";
import { answersOf, programOf } from "../../testing/commands.js";
import narrow from "../../testing/made-up/thirty-two-bits.js";
import { brokenByTaking } from "./taking.js";

const AT_62 = scopeOf({ frames: 3, windowAt: 62, pool: 72 });
const taken = (definition: AllocatorDefinition, contract: Contract = STRICT) =>
  brokenByTaking({ definition, scope: AT_62, contract });

test("a shift by the wrong width is broken, with the commands that show it in the whole pool", () => {
  const run = check(narrow, { frames: 3, windows: true });
  expect(run).toMatchObject({
    verdict: "broken",
    states: 8,
    scope: { frames: 3 },
    evidence: [{ kind: "windows", alone: 8, seen: [], open: [] }],
    counterexamples: [{ rule: "alloc/legal", scope: { frames: 70 }, expected: "accepted" }],
  });
  const [found] = run.counterexamples;
  expect(programOf(found!)).toEqual(new Array(33).fill("alloc()"));
  expect(answersOf(found!).at(-1)).toBe("refused");
});

test("what is hard to take by reservations is told by them", () => {
  const make = () => ({
    state: new Uint8Array(4),
    reserve: (start: number, count: number) => (start + count > 63 ? -3 : 0),
  });
  const run = taken({ ...narrow, offers: { reserve: true }, make });
  expect(run?.counterexamples).toMatchObject([{ rule: "reserve/legal", scope: { frames: 72, owners: 3 } }]);
  expect(programOf(run!.counterexamples[0]!).at(-1)).toBe("reserve(65..71, owner 3)");
});

/** Sound, but that it hands out 32 frames at most. */
const less: AllocatorDefinition["make"] = (scope, role) => {
  const { free, ...made } = narrow.make({ ...scope, frames: Math.min(32, scope.frames) }, role);
  return { ...made, free: (frame) => (frame < 32 ? free!(frame) : reasons.ALREADY_FREE) };
};
const LETS: Contract = { ...STRICT, id: "lets", mayRefuse: { alloc: "it takes 32" } };

test.each([
  { why: "its contract lets it", is: { make: less }, contract: LETS },
  { why: "it says that it has no windows", is: { window: "none" } as const },
  { why: "make takes the rest", is: { window: "made" } as const },
  { why: "it has no commands for it", is: { offers: { alloc: true } } },
  { why: "it numbers no frames above", is: { mostFrames: 64 } },
])("none where $why", ({ is = {}, contract }) => {
  expect(taken({ ...narrow, ...is }, contract)).toBeNull();
});
