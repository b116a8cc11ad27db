/** What a run did not show: ruled out by the scope or the offer and listed with its need, or vacuous. */
import { describe, expect, test } from "vitest";
import { bitmap } from "../impl/frames/bitmap.js";
import { freeList } from "../impl/frames/free-list.js";
import { bitmapAsIs } from "../impl/originals/bitmap-as-is.js";
import { STRICT } from "../model/contracts/named.js";
import { rulesOf } from "../model/modules/all.js";
import { firstFit } from "../testing/made-up/first-fit.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { sometimes } from "./exercised.js";

const CORE = rulesOf(["core"]);
const SMALL = [1, 2, 3].flatMap((frames) =>
  [1, 2].flatMap((owners) => [1, 2].map((slices) => scopeOf(frames, owners, slices))),
);

describe.each([null, bitmap, freeList])("%o", (definition) => {
  test.each(SMALL)("holds and is never vacuous at $frames/$owners/$slices", (scope) => {
    const run = runToEnd({ definition, scope });
    expect(run).toMatchObject({ verdict: "holds", closed: true });
    const missing = run.notExercised.map(({ rule }) => rule);
    const needed = [
      ...(scope.owners < 2 ? ["release/foreign-owner"] : []),
      ...(scope.owners < 2 || scope.frames < 2 ? ["borrow/mixed-owners"] : []),
    ];
    expect(missing).toEqual(needed);
    expect(run.notExercised.every(({ possible }) => !possible)).toBe(true);
  });
});

test("what is ruled out is listed with what it needs", () => {
  const { notExercised } = runToEnd({ definition: bitmap, scope: scopeOf(2, 1, 1) });
  expect(notExercised.map(({ rule, needs }) => [rule, needs])).toEqual([
    ["release/foreign-owner", "reserve, release and 2 owners"],
    ["borrow/mixed-owners", "reserve, borrow, 2 frames and 2 owners"],
  ]);
});

test("what is not offered is no failure, and is listed too", () => {
  const run = runToEnd({ definition: firstFit, scope: scopeOf(2, 2, 2) });
  expect(run.verdict).toBe("holds");
  const missing = new Set(run.notExercised.map(({ rule }) => rule));
  for (const rule of ["reserve/accepted", "release/live-slice", "borrow/accepted", "free/reserved"])
    expect(missing).toContain(rule);
  for (const rule of [
    "alloc/accepted",
    "alloc/exhausted",
    "free/already-free",
    "reached-full",
    "empty-again",
  ])
    expect(missing).not.toContain(rule);
});

test("owners are counted from every command that names one: a release by owner 2 is not ruled out", () => {
  const ownerIs =
    (wanted: number) =>
    ({ owner }: { readonly owner: number }) =>
      owner === wanted;
  const ruledOut = (releasedBy: number) => {
    const offers = { ...bitmap.offers, reserve: ownerIs(1), release: ownerIs(releasedBy) };
    const run = runToEnd({
      definition: { ...bitmap, offers },
      scope: scopeOf(2, 2, 1),
      budget: { maxDepth: 1 },
    });
    return run.notExercised.map(({ rule }) => rule);
  };
  expect(ruledOut(2)).toEqual(["borrow/mixed-owners"]);
  expect(ruledOut(1)).toEqual(["release/foreign-owner", "borrow/mixed-owners"]);
});

test("two owners of a range count only where reserve is offered for both", () => {
  const offers = { ...bitmap.offers, reserve: ({ owner }: { readonly owner: number }) => owner === 1 };
  const run = runToEnd({ definition: { ...bitmap, offers }, scope: scopeOf(2, 2, 1) });
  expect(run.verdict).toBe("holds");
  // Owner 2 may still try to release what is not hers; but no range can be of two owners.
  expect(run.outcomes["release:foreign-owner"]).toBeGreaterThan(0);
  expect(run.notExercised).toMatchObject([{ rule: "borrow/mixed-owners", possible: false }]);
});

test("an allocator that can never come back to empty, or be full, is told so where it could", () => {
  const onlyAlloc = { ...firstFit, offers: { alloc: true } } as const;
  const run = runToEnd({ definition: onlyAlloc, scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("holds");
  const emptyAgain = run.notExercised.find(({ rule }) => rule === "empty-again");
  expect(emptyAgain).toMatchObject({ possible: false, needs: "alloc and free, or reserve and release" });
});

test("every promise to refuse is asked for, the weaker ones are not", () => {
  const ids = (contract: typeof STRICT) => sometimes(contract, CORE).map(({ id }) => id);
  expect(ids(STRICT)).toHaveLength(6 + 11 + 2);
  const left = ids(STRICT).filter((id) => !ids(bitmapAsIs.contract).includes(id));
  expect(left).toEqual([
    "reserve/overlaps-reserved",
    "reserve/overlaps-allocated",
    "free/already-free",
    "free/reserved",
  ]);
});

test("a reason is not asked for where the contract leaves to the client what it never comes without", () => {
  const rules = rulesOf(["core", "regions"]);
  const trusts = { kind: "precondition", because: "a client knows" } as const;
  const ids = (promises: typeof STRICT.promises) =>
    sometimes({ ...STRICT, id: "mine", promises }, rules).map(({ id }) => id);
  expect(ids({})).toContain("borrow/absent");
  expect(ids({ "borrow/not-reserved": trusts })).not.toContain("borrow/absent");
  expect(ids({ "borrow/mixed-owners": trusts })).toContain("borrow/absent");
});
