import { expect, test } from "vitest";
import { Misuse } from "../../model/basics/misuse.js";
import { OFFERS_ALL } from "../../model/socket/allocator.js";
import { firstFit, madeUp } from "../../testing/made-up/first-fit.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { Check } from "../check/check.js";

const scope = scopeOf(2, 1, 1);

function misuseOf(offers: typeof OFFERS_ALL): Misuse {
  try {
    new Check({ definition: { ...firstFit, offers }, scope });
  } catch (error) {
    if (error instanceof Misuse) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("an allocator that offers nothing is a misuse, and so is one whose predicates leave nothing", () => {
  expect(misuseOf({})).toMatchObject({ code: "nothing-offered" });
  expect(misuseOf({ free: ({ frame }) => frame > 5 })).toMatchObject({
    code: "nothing-offered",
    what: "made-up offers no command in this scope",
  });
});

test("a command that is offered without a method is a misuse that says what to do", () => {
  expect(misuseOf({ alloc: true, drop: true })).toMatchObject({
    code: "missing-method",
    what: "made-up offers drop but has no method drop",
    remedy: "add the method, or take drop out of offers",
  });
  expect(misuseOf(OFFERS_ALL)).toMatchObject({ code: "missing-method" });
});

test("what is not offered is listed and not tried, and a predicate chooses among arguments", () => {
  const asked: number[] = [];
  const definition = {
    ...firstFit,
    offers: {
      alloc: true,
      free: ({ frame }: { readonly frame: number }) => asked.push(frame) > 0 && frame === 0,
    },
  } as const;
  const run = runToEnd({ definition, scope: scopeOf(3, 1, 1) });
  expect(run.verdict).toBe("holds");
  expect(run.notOffered).toEqual(["reserve", "release", "borrow", "drop"]);
  // States: 0 to 3 frames given out, and frame 0 may be the one that came back.
  expect([run.states, run.tried]).toEqual([6, 12]);
  expect(asked.sort()).toEqual([0, 1, 2]); // once a command, when the scope is laid out
});

test("a fault while making the allocator is the caller's to see", () => {
  const definition = madeUp(() => {
    throw new Error("no room");
  });
  expect(() => new Check({ definition, scope })).toThrow("no room");
});
