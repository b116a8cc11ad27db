import { expect, test } from "vitest";
import { Bitmap, bitmap } from "../impl/frames/bitmap.js";
import { freeList } from "../impl/frames/free-list.js";
import { bitmapAsIs } from "../impl/originals/bitmap-as-is.js";
import { Misuse } from "../model/basics/misuse.js";
import { BOOT_BITMAP, type Contract, STRICT } from "../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../model/socket/allocator.js";
import { headOf, type TraceStep } from "../model/trace/trace.js";
import { FREE } from "../model/words/frames.js";
import { reasons } from "../model/words/reasons.js";
import { accepted, alloc, borrow, counterexample, free, release, reserve } from "../testing/samples.js";
import { REPLAY_EXIT_CODES, recordedContract, replay } from "./replay.js";

class LastFit extends Bitmap {
  protected override lowestFree(): number {
    return this.holder.lastIndexOf(FREE);
  }
}

class FreesAnything extends Bitmap {
  protected override refuseFree(): number {
    return 0;
  }
}

class Complains extends Bitmap {
  override audit(): string {
    return "born wrong";
  }
}

class RefusesBorrows extends Bitmap {
  override borrow(): number {
    return reasons.REFUSED;
  }
}

const { borrow: _, ...withoutBorrow } = OFFERS_ALL;
const lastFit: AllocatorDefinition = { ...bitmap, name: "last-fit", make: (scope) => new LastFit(scope) };
const careless: AllocatorDefinition = {
  ...bitmap,
  name: "careless",
  make: (scope) => new FreesAnything(scope),
};
const refusesBorrows: AllocatorDefinition = {
  ...bitmap,
  name: "refuses-borrows",
  make: (scope) => new RefusesBorrows(scope),
};
const lendsNothing: AllocatorDefinition = { ...bitmap, name: "lends-nothing", offers: withoutBorrow };
const complains: AllocatorDefinition = {
  ...bitmap,
  name: "complains",
  make: (scope) => new Complains(scope),
};

const underSlice = counterexample({
  steps: [accepted(reserve(0, 1)), accepted(borrow(0, 1)), accepted(release(0, 1))],
  rule: "release/live-slice",
});
/** The alloc does not matter to the rule, the free at the end does. */
const freesReserved = counterexample({
  steps: [accepted(alloc, 0), accepted(reserve(1, 1)), accepted(free(1))],
  rule: "free/reserved",
});
const freesTwice = counterexample({
  steps: [accepted(alloc, 0), accepted(free(0)), accepted(free(0))],
});

test("breaks: the last step still breaks the rule", () => {
  expect(replay(freesReserved, careless, STRICT)).toEqual({
    fate: "breaks",
    step: 3,
    rule: "free/reserved",
    detail: "free(1): expected refused: reserved; found accepted",
  });
});

test("breaks: another rule, at an earlier step, is said to be that", () => {
  const refused: TraceStep = { command: free(2), answer: { kind: "refused", reason: "already-free" } };
  const early = counterexample({ ...freesReserved, steps: [refused, ...freesReserved.steps] });
  expect(replay(early, careless, STRICT)).toMatchObject({
    fate: "breaks",
    step: 1,
    rule: "free/already-free",
  });
});

test("breaks: the initial state can be wrong by itself", () => {
  const { fate, step, rule, detail } = replay(freesTwice, complains, STRICT);
  expect({ fate, step, rule }).toEqual({ fate: "breaks", step: 0, rule: "audit" });
  expect(detail).toMatch(/^the initial state: .*born wrong$/);
});

test.each([bitmap, freeList])(
  "fixed: $name refuses the last step and answers the others as before",
  (sound) => {
    for (const was of [underSlice, freesReserved, freesTwice])
      expect(replay(was, sound, STRICT)).toEqual({
        fate: "fixed",
        step: 3,
        rule: null,
        detail: `${was.rule} is no longer broken`,
      });
  },
);

test("fixed: the last answer may be any right one", () => {
  const allocsReserved = counterexample({
    steps: [accepted(reserve(0, 1)), accepted(alloc, 0)],
    rule: "alloc/free-frame",
  });
  expect(replay(allocsReserved, lastFit, STRICT)).toMatchObject({ fate: "fixed", step: 2 });
});

test("differs: an earlier answer is another legal one", () => {
  expect(replay(freesReserved, lastFit, STRICT)).toEqual({
    fate: "differs",
    step: 1,
    rule: null,
    detail: "alloc(): recorded frame 0, now frame 3, which is legal too",
  });
});

test("differs: the first of several other answers is told", () => {
  const steps = [accepted(alloc, 0), accepted(alloc, 2), accepted(reserve(1, 1)), accepted(free(1))];
  const { fate, step } = replay(counterexample({ steps, rule: "free/reserved" }), lastFit, STRICT);
  expect({ fate, step }).toEqual({ fate: "differs", step: 1 });
});

test("differs: a legal command may be refused where the contract gives leave", () => {
  const lender: Contract = { ...STRICT, id: "lender", mayRefuse: { borrow: "a table may be full" } };
  const steps = [accepted(reserve(0, 1)), accepted(borrow(0, 1)), accepted(free(0))];
  const { fate, step } = replay(counterexample({ steps, rule: "free/reserved" }), refusesBorrows, lender);
  expect({ fate, step }).toEqual({ fate: "differs", step: 2 });
});

test("inapplicable: a command is no longer offered", () => {
  expect(replay(underSlice, lendsNothing, STRICT)).toEqual({
    fate: "inapplicable",
    step: 2,
    rule: null,
    detail: "lends-nothing no longer offers borrow(0)",
  });
});

test("inapplicable: an earlier answer makes a later step illegal", () => {
  const { fate, step, detail } = replay(freesTwice, lastFit, STRICT);
  expect({ fate, step }).toEqual({ fate: "inapplicable", step: 2 });
  expect(detail).toBe("free(0) is no longer legal here: refused: already-free");
});

test("inapplicable: the contract leaves the step to the client", () => {
  const { fate, step, detail } = replay(freesReserved, bitmapAsIs, BOOT_BITMAP);
  expect({ fate, step }).toEqual({ fate: "inapplicable", step: 2 });
  // reserve(1) is neither a prefix nor a suffix, so it is not even offered.
  expect(detail).toBe("bitmap-as-is no longer offers reserve(1, owner 1)");
  expect(replay(freesTwice, bitmapAsIs, BOOT_BITMAP)).toMatchObject({
    fate: "inapplicable",
    step: 3,
    detail: "free(0) is no longer tried here under contract boot-bitmap",
  });
});

test("a trace without a command is never fixed: there is nothing to replay", () => {
  for (const rule of ["audit", "hidden-state"]) {
    const { fate, detail } = replay(
      counterexample({ rule, expected: "the allocator's own invariant" }),
      bitmap,
      STRICT,
    );
    expect(fate).toBe("inapplicable");
    expect(detail).toContain("only a check of the allocator says more");
  }
  expect(() => replay(counterexample({}), bitmap, STRICT)).toThrow(/has no command/);
});

test("what no specification can judge is said to rest on the record", () => {
  const merged = counterexample({
    rule: "audit",
    expected: "the allocator's own invariant",
    steps: [accepted(alloc, 0)],
  });
  expect(replay(merged, bitmap, STRICT)).toMatchObject({
    fate: "fixed",
    detail: "audit is no longer broken; that it was, only the record says",
  });
});

test("a contract by value comes with the trace, and the allocator need not have it", () => {
  const trusting: Contract = {
    id: "trusting",
    summary: "",
    promises: { "free/reserved": { kind: "precondition", because: "nobody frees a reservation" } },
    mayRefuse: {},
  };
  const carries = { ...freesTwice, ...headOf(careless, trusting, freesTwice.scope) };
  expect(carries.terms).toEqual({ summary: "", promises: trusting.promises, mayRefuse: {} });
  expect(recordedContract(carries, careless)).toEqual(trusting);
  expect(replay(carries, careless, trusting)).toMatchObject({ fate: "breaks", rule: "free/already-free" });
  expect(headOf(careless, STRICT, freesTwice.scope)).not.toHaveProperty("terms");
  // Under it the other trace proves nothing, though it would under strict.
  expect(() => replay({ ...carries, ...freesReserved, contract: "trusting" }, careless, STRICT)).toThrow(
    /step 3, free\(1\) -> accepted, is not tried there under contract trusting/,
  );
});

test("a command outside the scope is a misuse that says which", () => {
  const outside = counterexample({ steps: [accepted(alloc, 0), accepted(free(4))] });
  expect(() => replay(outside, bitmap, STRICT)).toThrow(Misuse);
  expect(() => replay(outside, bitmap, STRICT)).toThrow(/step 2, free\(4\), is outside/);
});

test("each fate has its exit codes", () => {
  expect(REPLAY_EXIT_CODES).toEqual({
    breaks: { normal: 1, broken: 0 },
    fixed: { normal: 0, broken: 1 },
    differs: { normal: 0, broken: 1 },
    kept: { normal: 0, broken: 1 },
    inapplicable: { normal: 1, broken: 1 },
  });
});
