import { expect, test } from "vitest";
import { coveredAmong } from "../../model/specification/covered.js";
import { SymbolicSpecification } from "../../model/specification/symbolic.js";
import { inOrder, MODULE_IDS } from "../../model/words/scope.js";
import { NEEDED_FOR } from "../../properties/proof/needed-for.js";
import { rulesOf } from "./prove.js";

test.each(coveredAmong(MODULE_IDS).covered)("what each rule of %s is needed for is on record", (id) => {
  const { steps } = new SymbolicSpecification(inOrder([id]));
  const rules = steps.flatMap(rulesOf).filter((rule) => rule !== "arrays-move");
  expect(rules.filter((rule) => !NEEDED_FOR.has(rule))).toEqual([]);
});
