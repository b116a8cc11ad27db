/** What a proof comes to beside the verdict on a run: the invariants, of which modules, and what is open. */
import type { Uncovered } from "../../model/specification/covered.js";
import type { Proved } from "../evidence/evidence.js";
import type { Proof } from "./prove.js";

/** A proof as evidence; `notCovered` are modules of the run that it is not about. */
export function provedOf(proof: Proof, notCovered: readonly Uncovered[]): Proved {
  const { modules, invariants, open, complete, obligations, solver, measured } = proof;
  const whyOpen = (id: string): string | undefined => {
    if (!complete) return "ended early";
    const first = open.find(({ invariant }) => invariant === id);
    return first && `${first.step}: ${first.why}`;
  };
  return {
    kind: "proved",
    modules,
    invariants: invariants.flatMap(({ id }) => (whyOpen(id) === undefined ? [id] : [])),
    open: invariants.flatMap(({ id }) => {
      const why = whyOpen(id);
      return why === undefined ? [] : [{ invariant: id, why }];
    }),
    notCovered,
    obligations,
    solver,
    measured,
  };
}
