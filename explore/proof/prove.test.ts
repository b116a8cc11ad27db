/** The core is proved for any size; what is taken out is missed. Skipped where z3-solver is not installed. */
import { afterAll, describe, expect, test } from "vitest";
import { SymbolicSpecification } from "../../model/specification/symbolic.js";
import { initialObligations, stepObligations } from "../../properties/proof/obligations.js";
import { scriptOf } from "../../properties/proof/script.js";
import { scriptInPool, shown } from "../../properties/proof/state-shown.js";
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

  test("without release/live-slice a slice is left in frames that are free", async () => {
    const specification = new SymbolicSpecification(["core"]);
    const release = specification.steps.find(({ id }) => id === "release")!;
    const obligations = stepObligations(specification, release, ["release/live-slice"]);
    const answerOf = (id: string) =>
      z3().ask(scriptOf(obligations.find(({ invariant }) => invariant === id)!), EFFORT);
    expect((await answerOf("slices-in-reserved")).kind).toBe("some");
    expect((await answerOf("slices-of-one-owner")).kind).toBe("none");
  });

  test("what a rule is needed for shows in the least pool, be it of the frame behind", async () => {
    const specification = new SymbolicSpecification(["core", "blocks"]);
    const step = specification.steps.find(({ id }) => id === "free-block")!;
    const find = (without: readonly string[]) =>
      stepObligations(specification, step, without).find(({ invariant }) => invariant === "blocks-begin")!;
    const script = scriptInPool(specification, step, find(["free-block/partial"]), 2);
    const answer = await z3().ask(script, EFFORT);
    if (answer.kind !== "some") throw new Error("no state was found");
    expect(shown(specification, step, 2, answer.model)).toEqual([
      "units 2",
      "allocated(0)",
      "allocated(1)",
      "begins(0)",
      "low 0",
      "high 1",
    ]);
    expect((await z3().ask(scriptInPool(specification, step, find([]), 2), EFFORT)).kind).toBe("none");
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

test("what the solver gives up on is looked for in small pools, before it is asked for longer", async () => {
  const efforts = new Map<string, number>();
  const does = {
    version: { value: "z3 0.0.0" },
    ask: {
      value: async (script: string, effort: number) => {
        const isPool = script.includes("define-sort");
        const kind = isPool ? "pool" : effort === EFFORT ? "long" : "quick";
        efforts.set(kind, (efforts.get(kind) ?? 0) + 1);
        return isPool && script.includes("at.owner Owner")
          ? { kind: "some", model: "at.owner -> 2\n" }
          : { kind: "unknown", because: "max. steps" };
      },
    },
  };
  const proof = await prove(["core"], { solver: Object.create(Solver.prototype, does) });
  const of = (rule: string) => proof.rules.find((each) => each.rule === rule)!;
  expect(of("borrow/not-reserved")).toMatchObject({
    keeps: [],
    unknown: ["well-formed", "slices-in-reserved", "slices-of-one-owner"],
  });
  expect(of("release/live-slice").keeps[0]!.from).toEqual(["units 1", "owner 2"]);
  expect(proof.open.find(({ step }) => step === "release")).toMatchObject({ kind: "broken" });
  expect(proof.open.find(({ step }) => step === "borrow")).toMatchObject({ kind: "unknown" });
  expect(efforts.get("quick")).toBeGreaterThan(efforts.get("long")! / 2);
});

test("what is interrupted while the solver is asked is not what it gave up on", async () => {
  let isInterrupted = false;
  const does = {
    version: { value: "z3 0.0.0" },
    ask: {
      value: async () => {
        isInterrupted = true;
        return { kind: "unknown", because: "interrupted" };
      },
    },
  };
  const solver: Solver = Object.create(Solver.prototype, does);
  const proof = await prove(["core"], { solver, goesOn: () => !isInterrupted });
  expect(proof).toMatchObject({ complete: false, open: [], rules: [] });
});
