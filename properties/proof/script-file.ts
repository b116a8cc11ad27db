/** All obligations of some specifications as one SMT-LIB file, which any solver can run. */
import { SymbolicSpecification } from "../../model/specification/symbolic.js";
import type { ModuleId } from "../../model/words/scope.js";
import { initialObligations, stepObligations } from "./obligations.js";
import { scriptOf } from "./script.js";

/** What a proof does not ask about: no scope is in the formulas, and so none of its bounds. */
export const GIVEN: readonly string[] = [
  "Taken as given: what bounds a run (slices, handles and holders at once, entries of arrays) bounds nothing",
  "here, so that there is always room for what is accepted. That an allocator has it is for a check to show.",
];

/** The file: `unsat` is the answer to each obligation that is shown. */
export function proofScript(specifications: readonly (readonly ModuleId[])[]): string {
  return [
    "; That the rules keep the invariants for any number of frames, owners and slices: the answer to each",
    "; (check-sat) is to be unsat. Written by allocheck prove; it is about the specification, not an allocator.",
    ...GIVEN.map((line) => `; ${line}`),
    ...specifications.flatMap((modules) => {
      const specification = new SymbolicSpecification(modules);
      const obligations = [
        ...initialObligations(specification),
        ...specification.steps.flatMap((step) => stepObligations(specification, step)),
      ];
      return obligations.flatMap((obligation) => [
        "(reset)",
        "(set-logic ALL)",
        `; ${modules.join("+")}: ${obligation.step} keeps ${obligation.invariant}`,
        scriptOf(obligation).trimEnd(),
        "(check-sat)",
      ]);
    }),
    "",
  ].join("\n");
}
