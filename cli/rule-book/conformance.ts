/** Runs every allocator that is not broken on purpose under `strict`, for the matrix of conformance. */
import { runTo } from "../../explore/check/check.js";
import { ownScopes } from "../../explore/check/own-scope.js";
import type { Run } from "../../explore/check/verdict.js";
import { FAMILIES } from "../../impl/registry.js";
import { STRICT } from "../../model/contracts/named.js";
import { PROVENANCE_RULES } from "../../model/provenance-rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { type Scope, unitsOf } from "../../model/words/scope.js";
import { type Column, type Conformance, conformanceOf } from "../../report/rule-book/conformance.js";
import { isElsewhere, ROWS, worldsOf } from "./rules.js";

/** The matrix of all allocators, or of one. */
export function conformance(only?: AllocatorDefinition): Conformance {
  const columns = FAMILIES.flatMap(({ title, members }) =>
    members
      .filter((definition) => only === undefined || definition === only)
      .map((definition) => columnOf(definition, title)),
  );
  return conformanceOf(columns, ROWS, PROVENANCE_RULES);
}

function columnOf(definition: AllocatorDefinition, family: string): Column {
  const { name: allocator, class: kind } = definition;
  return { allocator, class: kind, family, runs: scopesOf(definition).map((s) => runIn(definition, s)) };
}

/**
 * The scopes an allocator is run in. A boot allocator has those of its own that show rules of the book:
 * memory as regions by itself, and the smaller of the two at whose end frames are handed over.
 */
function scopesOf(definition: AllocatorDefinition): Scope[] {
  const regional = (definition.scopes ?? []).some(({ modules = [] }) => modules.includes("regions"));
  if (!regional) return worldsOf(definition);
  return ownScopes(definition).filter((scope) => {
    const { modules } = scope;
    return modules.length === 2 || (modules.includes("hand-over") && unitsOf(scope) > 1);
  });
}

/** One allocator over every state of a scope, with every rule of the book that it breaks. */
function runIn(definition: AllocatorDefinition, scope: Scope): Run {
  const run = runTo({ definition, scope, contract: STRICT, keep: "all" });
  const counterexamples = run.counterexamples.filter(({ rule }) => !isElsewhere(rule));
  return { ...run, counterexamples };
}
