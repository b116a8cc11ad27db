/** An obligation as an SMT-LIB script: no state meets it where the obligation is shown. */
import { normal } from "../../model/logic/normal.js";
import { declare, declareField, NAMED, SORT_DECLARATIONS, smt } from "../../model/logic/smt.js";
import { type FieldSymbol, not, partsOf, type Term, type Variable } from "../../model/logic/term.js";
import type { Obligation } from "./obligations.js";

/** The symbols and free names of some terms. */
export interface Used {
  readonly symbols: Map<string, FieldSymbol>;
  readonly names: Map<string, Variable>;
}

/** The lines that declare what a script uses and assert it: what is given, and that the goal is not so. */
export function scriptOf({ given, goal }: Obligation): string {
  const premise = normal(given);
  const denied = normal(not(goal));
  const used = usedIn([premise, denied]);
  return [
    ...SORT_DECLARATIONS,
    ...NAMED.map(declare),
    ...Array.from(used.symbols.values(), declareField),
    ...Array.from(used.names.values(), declare),
    ...(premise.kind === "and" ? premise.of : [premise]).map(assertion),
    assertion(denied),
    "",
  ].join("\n");
}

/** A term as a line that a state must meet. */
export function assertion(term: Term): string {
  return `(assert ${smt(term)})`;
}

/** What some terms speak of. */
export function usedIn(terms: readonly Term[]): Used {
  const used: Used = { symbols: new Map(), names: new Map() };
  for (const term of terms) gather(term, new Set(), used);
  return used;
}

function gather(term: Term, bound: ReadonlySet<string>, used: Used): void {
  if (term.kind === "variable" && !bound.has(term.name)) used.names.set(term.name, term);
  if (term.kind === "field") used.symbols.set(term.symbol.name, term.symbol);
  const inner =
    term.kind === "every" || term.kind === "some"
      ? new Set([...bound, ...term.over.map(({ name }) => name)])
      : bound;
  for (const part of partsOf(term)) gather(part, inner, used);
}
