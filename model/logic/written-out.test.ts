/** A term without quantifiers says the same over few values, and no more is left of it than matters. */
import { expect, test } from "vitest";
import { smt } from "./smt.js";
import {
  and,
  choice,
  constant,
  equal,
  every,
  FALSE,
  field,
  implies,
  less,
  not,
  or,
  some,
  sum,
  TRUE,
  variable,
  within,
} from "./term.js";
import { writtenOut } from "./written-out.js";

const few = {
  values: () => [0, 1, 2].map((value) => constant(value)),
  known: new Map([["N", constant(2)]]),
};
const taken = (frame: Parameters<typeof field>[1]) =>
  field({ name: "taken", over: ["frame"], is: "truth" }, frame);
const END = field({ name: "N", over: [], is: "number" });
const text = (term: Parameters<typeof smt>[0]) => smt(writtenOut(term, few));

test("each value of a quantifier is a part, but for those that the pool settles", () => {
  expect(text(every(["frame"], (f) => implies(within(f, constant(0), END), taken(f))))).toBe(
    "(and (taken 0) (taken 1))",
  );
  expect(text(some(["frame"], (f) => and(less(f, END), not(taken(sum(f, constant(1)))))))).toBe(
    "(or (not (taken 1)) (not (taken 2)))",
  );
  expect(text(some(["owner", "owner"], (one, other) => and(not(equal(one, other)), less(one, other))))).toBe(
    "true",
  );
});

test("what nothing settles stays", () => {
  const low = variable("low", "frame");
  expect(text(or(equal(low, constant(1, "owner")), FALSE))).toBe("(= low 1)");
  expect(text(choice(taken(low), sum(low, END), constant(0)))).toBe("(ite (taken low) (+ low 2) 0)");
  expect(writtenOut(choice(TRUE, taken(low), FALSE), few)).toEqual(taken(low));
});
