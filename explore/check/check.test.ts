/** The four kinds of promise, the leave to refuse, and `all`, each on a small made-up allocator. */
import { describe, expect, test } from "vitest";
import { bitmap } from "../../impl/frames/bitmap.js";
import { bitmapAsIs } from "../../impl/originals/bitmap-as-is.js";
import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { answersOf, programOf } from "../../testing/commands.js";
import { blindFree, TRUSTED } from "../../testing/made-up/blind-free.js";
import { firstFit } from "../../testing/made-up/first-fit.js";
import { carefulStack, freeStack, MAY_FREE_TWICE } from "../../testing/made-up/free-stack.js";
import { lendsNothing, lendsOne, lendsQuietly, lendsWithExcuses } from "../../testing/made-up/lends.js";
import { muteBitmap } from "../../testing/made-up/mute.js";
import { hastyReserve, quietReserve } from "../../testing/made-up/quiet-reserve.js";
import { scratch, scratchScrubbed } from "../../testing/made-up/scratch.js";
import { threeFaults } from "../../testing/made-up/three-faults.js";
import {
  SETS,
  union,
  unionForgetsLast,
  unionObserved,
  unionReleasesOthers,
} from "../../testing/made-up/union.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

const check = (
  definition: AllocatorDefinition,
  bounds: readonly [number, number, number],
  contract?: Contract,
) => runToEnd({ definition, scope: scopeOf(...bounds), ...(contract && { contract }) });

/** The one counterexample of a run that must be broken. */
function broken(...request: Parameters<typeof check>) {
  const run = check(...request);
  expect(run.verdict).toBe("broken");
  expect(run.counterexamples).toHaveLength(1);
  const found = run.counterexamples[0]!;
  return { rule: found.rule, program: programOf(found), answers: answersOf(found), found };
}

describe("may-ignore", () => {
  test("a stack that swallows a double free hands one frame out twice", () => {
    const { rule, program, answers } = broken(freeStack, [3, 1, 1]);
    expect(program).toEqual(["free(0)", "alloc()", "alloc()"]);
    expect(answers).toEqual(["accepted", "frame 0", "frame 0"]);
    expect(rule).toBe("alloc/free-frame");
  });

  test("to accept and to refuse the double free are both right, and it need not be exercised", () => {
    for (const definition of [carefulStack, { ...firstFit, contract: MAY_FREE_TWICE }]) {
      const run = check(definition, [3, 1, 1]);
      expect(run.verdict).toBe("holds");
      expect(run.outcomes["free:already-free"]).toBeGreaterThan(0);
    }
  });

  test("an allocator is not blamed for the bound of the scope: it has no room for one more slice", () => {
    const run = check(lendsQuietly, [2, 1, 1]);
    expect(run.verdict).toBe("holds");
    expect(run.outcomes["borrow:not-reserved"]).toBeGreaterThan(0);
  });

  test("under strict the double free itself is the finding", () => {
    expect(broken(freeStack, [3, 1, 1], STRICT)).toMatchObject({
      rule: "free/already-free",
      program: ["free(0)"],
    });
  });
});

describe("instead", () => {
  test("a reserve that is a set union and a release that is a set difference hold", () => {
    for (const bounds of [
      [2, 1, 1],
      [3, 2, 1],
      [4, 3, 1],
    ] as const) {
      const run = check(union, bounds);
      expect(run.verdict).toBe("holds");
      expect(run.outcomes["reserve:overlaps-allocated+overlaps-reserved"]).toBeGreaterThan(0);
    }
  });

  test("a union that forgets a frame gives it out later", () => {
    const { rule, program } = broken(unionForgetsLast, [3, 1, 1]);
    expect(program).toEqual(["reserve(0, owner 1)", "reserve(0..1, owner 1)", "alloc()"]);
    expect(rule).toBe("alloc/free-frame");
  });

  test("and is seen a step earlier where it can be observed", () => {
    const { rule, program } = broken(unionObserved, [3, 1, 1]);
    expect(program).toEqual(["reserve(0, owner 1)", "reserve(0..1, owner 1)"]);
    expect(rule).toBe("observed-kind");
  });

  test("a difference that takes the frames of others is caught", () => {
    const { rule, program } = broken(unionReleasesOthers, [2, 2, 1]);
    expect(program).toEqual(["reserve(0, owner 1)", "release(0, owner 2)", "alloc()"]);
    expect(rule).toBe("alloc/free-frame");
  });

  test("to refuse what the contract accepts is to refuse what is legal", () => {
    const { rule, program } = broken({ ...bitmap, offers: union.offers }, [2, 1, 1], SETS);
    expect(program).toEqual(["release(0, owner 1)"]);
    expect(rule).toBe("release/legal");
  });
});

describe("precondition", () => {
  test("what a legal client never does is not tried", () => {
    const run = check(blindFree, [3, 2, 1]);
    expect(run.verdict).toBe("holds");
    expect(Object.keys(run.outcomes).filter((name) => name.startsWith("free:"))).toEqual(["free:accepted"]);
    expect(run.notExercised.map(({ rule }) => rule)).not.toContain("free/reserved");
  });

  test("under strict the same allocator gives a frame away in one command", () => {
    expect(broken(blindFree, [3, 2, 1], STRICT)).toMatchObject({
      rule: "free/already-free",
      program: ["free(0)"],
    });
  });

  test("the tries left out are all that differs for an allocator that would have refused", () => {
    const scope = [3, 2, 2] as const;
    const [strict, trusted] = [check(bitmap, scope), check(bitmap, scope, TRUSTED)];
    expect(trusted.verdict).toBe("holds");
    expect([trusted.states, trusted.transitions]).toEqual([strict.states, strict.transitions]);
    const left = (strict.outcomes["free:already-free"] ?? 0) + (strict.outcomes["free:reserved"] ?? 0);
    expect(strict.tried - trusted.tried).toBe(left);
  });
});

describe("may-refuse", () => {
  test("an allocator that refuses every borrow never shows whether it guards a slice", () => {
    const run = check(lendsNothing, [3, 2, 2]);
    expect(run).toMatchObject({ verdict: "vacuous", closed: true, counterexamples: [] });
    const possible = run.notExercised.filter((missing) => missing.possible).map(({ rule }) => rule);
    expect(possible).toEqual(["release/live-slice", "borrow/accepted", "drop/accepted"]);
    expect(run.outcomes["borrow:refused"]).toBeGreaterThan(0);
  });

  test("one that refuses some and grants some holds", () => {
    const run = check(lendsOne, [3, 2, 2]);
    expect(run.verdict).toBe("holds");
    expect(run.outcomes["borrow:refused"]).toBeGreaterThan(0);
    expect(run.outcomes["borrow:accepted"]).toBeGreaterThan(0);
  });

  test("without the leave the first refusal is the finding", () => {
    const { rule, program } = broken(lendsNothing, [3, 2, 2], STRICT);
    expect(program).toEqual(["reserve(0, owner 1)", "borrow(0)"]);
    expect(rule).toBe("borrow/legal");
  });

  test("the leave to refuse is none to give a reason that is not true", () => {
    expect(broken(lendsWithExcuses, [3, 2, 2]).rule).toBe("borrow/true-reason");
  });
});

describe("must-refuse", () => {
  test("a refusal that leaves stale bytes breaks a rule of its own", () => {
    const { rule, program, found } = broken(scratch, [2, 1, 1]);
    expect(program).toEqual(["free(0)"]);
    expect(rule).toBe("refusal-writes");
    expect(found.found).toBe("refused: already-free, and extra: 0 -> 1");
  });

  test("unless it scrubs them, and then it is the allocator without them", () => {
    const run = check(scratchScrubbed, [3, 1, 1]);
    const { states, tried, transitions, outcomes } = check(firstFit, [3, 1, 1]);
    expect(run).toMatchObject({ verdict: "holds", states, tried, transitions, outcomes });
  });

  test("a refusal need not say why, and exercises the reason that is true alone", () => {
    const scope = [3, 2, 2] as const;
    const { measured: _, allocator: __, ...mute } = check(muteBitmap, scope);
    expect(check(bitmap, scope)).toMatchObject(mute);
    expect(mute.verdict).toBe("holds");
  });
});

describe("when several reasons are true the strictest promise decides", () => {
  test("must-refuse before may-ignore", () => {
    expect(check(quietReserve, [3, 2, 1]).verdict).toBe("holds");
    const { rule, program } = broken(hastyReserve, [3, 2, 1]);
    expect(program).toEqual(["reserve(0, owner 1)", "alloc()", "reserve(0..1, owner 1)"]);
    expect(rule).toBe("reserve/overlaps-allocated");
  });

  test("precondition before must-refuse", () => {
    const promise = { kind: "precondition", because: "the client keeps a list" } as const;
    const contract: Contract = {
      ...STRICT,
      id: "listed",
      promises: { "reserve/overlaps-reserved": promise },
    };
    const run = check(bitmap, [3, 2, 1], contract);
    expect(run.verdict).toBe("holds");
    const reserves = Object.keys(run.outcomes).filter((name) => name.startsWith("reserve:"));
    expect(reserves).toEqual(["reserve:accepted", "reserve:overlaps-allocated"]);
  });
});

describe("all", () => {
  test("each command and rule once, with its shortest trace, and what deviates is not followed", () => {
    const scope = scopeOf(3, 2, 2);
    const run = runToEnd({ definition: threeFaults, scope, keep: "all" });
    const found = run.counterexamples.map((each) => ({ rule: each.rule, program: programOf(each) }));
    expect(found).toEqual([
      { rule: "release/foreign-owner", program: ["reserve(0, owner 1)", "release(0, owner 2)"] },
      { rule: "free/reserved", program: ["reserve(0, owner 1)", "free(0)"] },
      { rule: "release/live-slice", program: ["reserve(0, owner 1)", "borrow(0)", "release(0, owner 1)"] },
    ]);
    // Only right answers were followed, so the states are those of the sound parent.
    expect(run).toMatchObject({ verdict: "broken", closed: true, stoppedBy: null });
    expect(run.states).toBe(check(bitmap, [3, 2, 2]).states);
    expect(check(threeFaults, [3, 2, 2]).counterexamples).toEqual(run.counterexamples.slice(0, 1));
  });

  test("a boot bitmap under strict: it frees what is reserved, and the kernel image is given away", () => {
    const scope = scopeOf(4, 1, 1);
    const run = runToEnd({ definition: bitmapAsIs, scope, contract: STRICT, keep: "all" });
    expect(run.counterexamples.map((each) => [each.rule, ...programOf(each)])).toEqual([
      ["free/already-free", "free(0)"],
      ["reserve/overlaps-reserved", "reserve(0, owner 1)", "reserve(0, owner 1)"],
      ["free/reserved", "reserve(0, owner 1)", "free(0)"],
      ["reserve/overlaps-allocated", "alloc()", "reserve(0, owner 1)"],
    ]);
  });
});
