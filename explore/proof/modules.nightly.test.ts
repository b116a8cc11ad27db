/** Every module that has formulas is proved for any size; what rules are needed for is as it is on record. */
import { afterAll, expect, test } from "vitest";
import { coveredAmong } from "../../model/specification/covered.js";
import { inOrder, MODULE_IDS } from "../../model/words/scope.js";
import { NEEDED_FOR } from "../../properties/proof/needed-for.js";
import { prove } from "./prove.js";
import { Solver } from "./solver.js";

const solver = await Solver.find();
afterAll(() => solver?.end());

const covered = coveredAmong(MODULE_IDS).covered;

test.skipIf(solver === null).each(covered)("%s", async (id) => {
  const proof = await prove(inOrder([id]), { solver: solver!, knockOuts: false });
  expect(proof.open).toEqual([]);
  expect(proof.complete).toBe(true);
});

test.skipIf(solver === null)("what each rule of the core is needed for", async () => {
  const { rules } = await prove(["core"], { solver: solver! });
  expect(rules.flatMap(({ unknown }) => unknown)).toEqual([]);
  const found = rules.map(({ rule, keeps }) => [rule, keeps.map(({ invariant }) => invariant)]);
  expect(Object.fromEntries(found)).toEqual(NEEDED_FOR);
});
