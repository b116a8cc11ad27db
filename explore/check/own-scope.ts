/**
 * Which modules a check needs: those whose commands the allocator offers. Those that build on another are
 * left to whoever asks for them: together they are more than one search can visit.
 */

import { MODULES } from "../../model/modules/all.js";
import { instancesIn } from "../../model/rules/rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { namesNoOwner } from "../../model/socket/owners.js";
import {
  DEFAULT_SCOPE,
  inOrder,
  MODULE_IDS,
  type Scope,
  scopeOf,
  standsAlone,
} from "../../model/words/scope.js";
import { MAKE, OFFERS, Pulse } from "../search/pulse.js";
import { isOffered } from "../systems/calls.js";
import { makeAllocator } from "../systems/make-allocator.js";

/** The scopes a check explores where none is named. Throws a `Misuse` when `make` fails. */
export function ownScopes(definition: AllocatorDefinition): Scope[] {
  return definition.scopes?.map(scopeOf) ?? [ownScope(DEFAULT_SCOPE, definition)];
}

/**
 * The scope with the modules of the commands the allocator offers; what it takes only where their module is
 * in force does not call for it. Its calls are noted in `pulse`. Throws a `Misuse` when `make` fails.
 */
export function ownScope(scope: Scope, definition: AllocatorDefinition, pulse: Pulse = new Pulse()): Scope {
  // First: one that cannot be made does not say what it offers.
  pulse.during(MAKE, () => makeAllocator(definition, scope));
  const offered = pulse.during(OFFERS, () =>
    MODULE_IDS.filter(standsAlone).filter((id) => {
      const wide = { ...scope, modules: inOrder([...scope.modules, id]) };
      return MODULES[id].rules.some((rule) => {
        const offer = definition.offers[rule.kind] ?? false;
        if (typeof offer === "boolean") return offer;
        return instancesIn(rule, wide).some((command) => isOffered(definition, command, scope));
      });
    }),
  );
  return { ...scope, modules: inOrder([...scope.modules, ...offered]) };
}

/**
 * The scope with one owner where the allocator's commands name none: it cannot tell two apart, and is not
 * asked to. `null` where it can. Throws a `Misuse` when `make` fails.
 */
export function withoutOwners(
  scope: Scope,
  definition: AllocatorDefinition,
  pulse: Pulse = new Pulse(),
): Scope | null {
  const made = pulse.during(MAKE, () => makeAllocator(definition, scope));
  return scope.owners > 1 && namesNoOwner(made) ? { ...scope, owners: 1 } : null;
}
