/**
 * Which modules a check needs: those whose commands the allocator offers. Those that build on another are
 * left to whoever asks for them: together they are more than one search can visit.
 */
import type { AllocatorDefinition } from "../model/allocator.js";
import { MODULES } from "../model/modules.js";
import { DEFAULT_SCOPE, inOrder, MODULE_IDS, type Scope, scopeOf, standsAlone } from "../model/scope.js";
import { makeAllocator } from "./make.js";

/** The scopes a check explores where none is named. Throws a `Misuse` when `make` fails. */
export function ownScopes(definition: AllocatorDefinition): Scope[] {
  return definition.scopes?.map(scopeOf) ?? [widened(DEFAULT_SCOPE, definition)];
}

/** The scope with the modules of the commands the allocator offers. Throws a `Misuse` when `make` fails. */
export function widened(scope: Scope, definition: AllocatorDefinition): Scope {
  makeAllocator(definition, scope); // first: one that cannot be made does not say what it offers
  const { offers } = definition;
  const alone = MODULE_IDS.filter(standsAlone);
  const offered = alone.filter((id) =>
    MODULES[id].rules.some(({ kind }) => offers[kind] !== undefined && offers[kind] !== false),
  );
  return { ...scope, modules: inOrder([...scope.modules, ...offered]) };
}
