/**
 * Which modules a check needs: those whose commands the allocator offers. Those that build on another are
 * left to whoever asks for them: together they are more than one search can visit.
 */

import { MODULES } from "../../model/modules/all.js";
import { instancesIn } from "../../model/rules/rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { namesNoOwner } from "../../model/socket/owners.js";
import { COMMANDS } from "../../model/words/commands.js";
import { Misuse } from "../../model/words/misuse.js";
import {
  boundIn,
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

/**
 * The scope with the pool where the allocator says that it lies, where anything is aligned. Throws a `Misuse`
 * where another place is asked for, where no address of its frames is aligned, and when `make` fails.
 */
export function placed(scope: Scope, definition: AllocatorDefinition, pulse: Pulse = new Pulse()): Scope {
  if (!isAligned(scope)) return scope;
  const { origin = 0 } = pulse.during(MAKE, () => makeAllocator(definition, scope));
  if (origin === boundIn(scope, "origin")) return scope;
  if (scope.origin !== undefined)
    throw new Misuse(
      "bad-scope",
      `the pool of ${definition.name} begins at frame ${origin}, not ${scope.origin}`,
      "leave out origin, or let its definition begin at scope.origin",
    );
  if (!Number.isSafeInteger(origin))
    throw new Misuse(
      "bad-definition",
      `the pool of ${definition.name} begins at frame ${origin}, so no frame has an aligned address`,
      "let it begin at a multiple of the size of a frame",
    );
  return scopeOf({ ...scope, origin });
}

/** Whether some command of the scope asks for an alignment. */
function isAligned({ modules }: Scope): boolean {
  const kinds = modules.flatMap((id) => MODULES[id].rules.map(({ kind }) => kind));
  return kinds.some((kind) => COMMANDS[kind].names.some((name) => name === "align"));
}
