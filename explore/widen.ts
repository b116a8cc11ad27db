/**
 * Which modules a check needs: those whose commands the allocator offers. Those that build on another are
 * left to whoever asks for them: together they are more than one search can visit.
 */
import type { AllocatorDefinition } from "../model/allocator.js";
import { MODULES } from "../model/modules.js";
import { DEFAULT_SCOPE, inOrder, MODULE_IDS, type Scope, scopeOf, standsAlone } from "../model/scope.js";
import type { Command } from "../model/vocabulary.js";
import { makeAllocator } from "./make.js";

/** The scopes a check explores where none is named. Throws a `Misuse` when `make` fails. */
export function ownScopes(definition: AllocatorDefinition): Scope[] {
  return definition.scopes?.map(scopeOf) ?? [widened(DEFAULT_SCOPE, definition)];
}

/**
 * The scope with the modules of the commands the allocator offers; what it takes only where their module is
 * in force does not call for it. Throws a `Misuse` when `make` fails.
 */
export function widened(scope: Scope, definition: AllocatorDefinition): Scope {
  makeAllocator(definition, scope); // first: one that cannot be made does not say what it offers
  const { offers } = definition;
  const offered = MODULE_IDS.filter(standsAlone).filter((id) =>
    MODULES[id].rules.some((rule) => {
      const offer = offers[rule.kind] ?? false;
      if (typeof offer === "boolean") return offer;
      const wide = { ...scope, modules: inOrder([...scope.modules, id]) };
      // The offer of a kind is asked about the commands of that kind.
      return rule.instances(wide).some((command) => (offer as Asked)(command, scope));
    }),
  );
  return { ...scope, modules: inOrder([...scope.modules, ...offered]) };
}

type Asked = (command: Command, scope: Scope) => boolean;
