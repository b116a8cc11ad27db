/** The core is proved for any size; what is taken out is missed. Skipped where z3-solver is not installed. */
import { afterAll, describe, expect, test } from "vitest";
import { SymbolicSpecification } from "../../model/specification/symbolic.js";
import { initialObligations, stepObligations } from "../../properties/proof/obligations.js";
import { scriptOf } from "../../properties/proof/script.js";
import { EFFORT, prove } from "./prove.js";
import { Solver } from "./solver.js";

const solver = await Solver.find();
afterAll(() => solver?.end());

describe.skipIf(solver === null)("with z3-solver installed", () => {
  const z3 = () => solver!; // or it was skipped

  test("the rules of the core keep every invariant for any number of frames, owners and slices", async () => {
    const proof = await prove(["core"], { solver: z3(), knockOuts: false });
    expect(proof.open).toEqual([]);
    expect(proof.invariants.map(({ id }) => id)).toEqual([
      "well-formed",
      "slices-in-reserved",
      "slices-of-one-owner",
      "one-holder",
    ]);
    expect(proof).toMatchObject({ obligations: 28, unchanged: 6, complete: true });
    expect(proof.solver).toMatch(/^z3 \d+\.\d+\.\d+$/);
  });

  test("without release/live-slice a slice is left in frames that are free, and a state is shown", async () => {
    const specification = new SymbolicSpecification(["core"]);
    const release = specification.steps.find(({ id }) => id === "release")!;
    const obligations = stepObligations(specification, release, ["release/live-slice"]);
    const answerOf = (id: string) =>
      z3().ask(scriptOf(obligations.find(({ invariant }) => invariant === id)!), EFFORT);
    expect((await answerOf("slices-in-reserved")).kind).toBe("some");
    expect((await answerOf("slices-of-one-owner")).kind).toBe("none");
  });

  test("a solver that may take no step says that it gave up, and that is never a proof", async () => {
    const obligation = initialObligations(new SymbolicSpecification(["core"]))[2]!;
    expect(await z3().ask(scriptOf(obligation), 1)).toMatchObject({ kind: "unknown" });
  });

  test("a script that z3 cannot read is a fault, and never an answer", async () => {
    await expect(z3().ask("(assert (= nobody 1))", EFFORT)).rejects.toThrow("internal: z3 cannot read it");
  });

  test("what is interrupted says so", async () => {
    let asked = 0;
    const proof = await prove(["core"], { solver: z3(), goesOn: () => asked++ < 3 });
    expect(proof.complete).toBe(false);
    expect(proof.obligations).toBe(3);
  });
});
