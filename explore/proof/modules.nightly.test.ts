/** Every module that has formulas is proved for any size; what rules are needed for is as it is on record. */
import { afterAll, expect, test } from "vitest";
import { coveredAmong } from "../../model/specification/covered.js";
import { inOrder, MODULE_IDS } from "../../model/words/scope.js";
import { NEEDED_FOR } from "../../properties/proof/needed-for.js";
import { prove } from "./prove.js";
import { Solver } from "./solver.js";

const solver = await Solver.find();
afterAll(() => solver?.end());

const met = new Set<string>();
const covered = coveredAmong(MODULE_IDS).covered;

test.skipIf(solver === null).each(covered)(
  "%s",
  async (id) => {
    const proof = await prove(inOrder([id]), { solver: solver! });
    expect(proof.open).toEqual([]);
    expect(proof.complete).toBe(true);
    expect(proof.rules.flatMap(({ unknown }) => unknown)).toEqual([]);
    // A rule that a module before it has too is on record as that has it.
    const added = proof.rules.filter(({ rule }) => !met.has(rule) && rule !== "arrays-move");
    for (const { rule } of added) met.add(rule);
    const found = added.map(({ rule, keeps }) => [rule, keeps.map(({ invariant }) => invariant)]);
    expect(found).toEqual(added.map(({ rule }) => [rule, NEEDED_FOR.get(rule)?.keeps]));
  },
  600_000,
);
