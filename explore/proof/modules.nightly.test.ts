/** Every module that has formulas is proved for any size, with those it builds on. */
import { afterAll, expect, test } from "vitest";
import { coveredAmong } from "../../model/specification/covered.js";
import { inOrder, MODULE_IDS } from "../../model/words/scope.js";
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
