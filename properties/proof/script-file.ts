/** All obligations of some specifications as one SMT-LIB file, which any solver can run. */
import { SymbolicSpecification } from "../../model/specification/symbolic.js";
import type { ModuleId } from "../../model/words/scope.js";
import { initialObligations, stepObligations } from "./obligations.js";
import { scriptOf } from "./script.js";

/** The file: `unsat` is the answer to each obligation that is shown. */
export function proofScript(specifications: readonly (readonly ModuleId[])[]): string {
  return [
    "; That the rules keep the invariants for any number of frames, owners and slices: the answer to each",
    "; (check-sat) is to be unsat. Written by allocheck prove; it is about the specification, not an allocator.",
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
