/** Runs every allocator that is not broken on purpose under `strict`, for the matrix of conformance. */
import { runTo } from "../explore/knock-out.js";
import { RULE_SCOPE } from "../explore/rule-world.js";
import type { Run } from "../explore/verdict.js";
import { ALLOCATORS } from "../impl/registry.js";
import type { AllocatorDefinition } from "../model/allocator.js";
import { STRICT } from "../model/contracts.js";
import { PROVENANCE_RULES } from "../model/rule-book.js";
import { type Conformance, conformanceOf } from "../report/conformance.js";
import { fullWorld, ROWS } from "./rule-book.js";

/** The matrix of all allocators, or of some. */
export function conformance(
  definitions: readonly AllocatorDefinition[] = ALLOCATORS.filter((d) => d.class !== "faulty"),
): Conformance {
  const columns = definitions.map((definition) => ({
    allocator: definition.name,
    class: definition.class,
    runs: [runOf(definition)],
  }));
  return conformanceOf(columns, ROWS, PROVENANCE_RULES);
}

/** One allocator over every state of a scope, with every rule it breaks. */
function runOf(definition: AllocatorDefinition): Run {
  const scope = fullWorld(RULE_SCOPE, definition);
  return runTo({ definition, scope, contract: STRICT, all: true });
}
