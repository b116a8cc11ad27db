/** A module is covered where all of it, and all it builds on, is there as formulas. */
import { expect, test } from "vitest";
import { FORMULAS } from "../modules/formulas.js";
import { inOrder } from "../words/scope.js";
import { coveredAmong } from "./covered.js";

test("what has formulas is covered, with what it builds on", () => {
  expect(coveredAmong(inOrder(["provenance"]))).toEqual({ covered: ["core", "provenance"], notCovered: [] });
});

test("a clause without a formula leaves its module out, with the reason", () => {
  const { clauses = {}, ...rest } = FORMULAS.protected!;
  const [clause] = Object.keys(clauses);
  expect(coveredAmong(inOrder(["protected"]), { ...FORMULAS, protected: rest })).toEqual({
    covered: ["core"],
    notCovered: [{ module: "protected", why: `has no formula of its clause ${clause}` }],
  });
});

test("what builds on a module that is left out is left out", () => {
  const { core: _, ...formulas } = FORMULAS;
  expect(coveredAmong(["core", "phases"], formulas).notCovered).toEqual([
    { module: "core", why: "has no formulas yet" },
    { module: "phases", why: "builds on core, which is not covered" },
  ]);
});

test("a module without formulas is left out, and the others are not", () => {
  const { phases: _, ...formulas } = FORMULAS;
  expect(coveredAmong(inOrder(["phases", "provenance"]), formulas)).toEqual({
    covered: ["core", "provenance"],
    notCovered: [{ module: "phases", why: "has no formulas yet" }],
  });
});
