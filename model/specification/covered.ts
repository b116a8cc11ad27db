/** Which modules can be spoken of at any size: those of which all is there as formulas. */
import { MODULES } from "../modules/all.js";
import { FORMULAS } from "../modules/formulas.js";
import { inOrder, type ModuleId } from "../words/scope.js";

/** A module of which nothing can be proved, and why. */
export interface Uncovered {
  readonly module: ModuleId;
  readonly why: string;
}

/** Some modules, parted: those of which something can be proved together, and those of which nothing can. */
export interface Covered {
  readonly covered: readonly ModuleId[];
  readonly notCovered: readonly Uncovered[];
}

/** Parts some modules; one that builds on a module that is not covered is not covered itself. */
export function coveredAmong(modules: readonly ModuleId[], formulas: typeof FORMULAS = FORMULAS): Covered {
  const notCovered = modules.flatMap((module) => {
    const why = whyNot(module, formulas);
    return why === null ? [] : [{ module, why }];
  });
  const isOut = (id: ModuleId) => notCovered.some(({ module }) => module === id);
  return { covered: modules.filter((id) => !isOut(id)), notCovered };
}

function whyNot(id: ModuleId, formulas: typeof FORMULAS): string | null {
  const own = formulas[id];
  if (own === undefined) return "has no formulas yet";
  const clause = (MODULES[id].clauses ?? []).find((each) => own.clauses?.[each.id] === undefined);
  if (clause !== undefined) return `has no formula of its clause ${clause.id}`;
  const below = inOrder([id]).find((each) => each !== id && whyNot(each, formulas) !== null);
  return below === undefined ? null : `builds on ${below}, which is not covered`;
}
