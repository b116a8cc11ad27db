/**
 * Which modules a check needs: those whose commands the allocator offers. Those that build on another are
 * left to whoever asks for them: together they are more than one search can visit.
 */

import { MODULES } from "../../model/modules/all.js";
import { instancesIn } from "../../model/rules/rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { namesNoOwner } from "../../model/socket/owners.js";
import type { BoundId } from "../../model/words/bounds.js";
import { requireChores } from "../../model/words/chores.js";
import { ordersText } from "../../model/words/fallback.js";
import { withoutIdle } from "../../model/words/idle-bounds.js";
import { zonesOf } from "../../model/words/initial-memory.js";
import {
  DEFAULT_SCOPE,
  inOrder,
  MODULE_IDS,
  originOf,
  type Scope,
  scopeOf,
  standsAlone,
  startPfnOf,
} from "../../model/words/scope.js";
import { MAKE, OFFERS, Pulse } from "../search/pulse.js";
import { isOffered } from "../systems/calls.js";
import { makeAllocator, makeAnywhere } from "../systems/make-allocator.js";

/** The scopes a check explores where none is named. Throws a `Misuse` when `make` fails. */
export function ownScopes(definition: AllocatorDefinition): Scope[] {
  const named = definition.scopes?.map((options) => inItsZones(scopeOf(options), definition));
  return named ?? [ownScope(DEFAULT_SCOPE, definition)];
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
  return inItsZones({ ...scope, modules: inOrder([...scope.modules, ...offered]) }, definition);
}

/** What of a check's world is left to the allocator, since nobody said otherwise. */
export interface LeftToAllocator {
  /** The modules: those of what it offers. */
  readonly modules: boolean;
  /** How many owners: one, where its commands name none. */
  readonly owners: boolean;
  /** Where its pool begins: where its addresses tell. */
  readonly startPfn: boolean;
  /** All of it: its own scopes, where its definition brings some. */
  readonly scopes: boolean;
  /** Bounds that are named for all allocators alike: they say nothing where their module is not in force. */
  readonly forAll?: readonly BoundId[];
}

/** The world of a check, made out of what was asked for and what the allocator is like. */
export interface World {
  readonly scope: Scope;
  /** One owner is asked, since the allocator's commands name none. */
  readonly namesNoOwner: boolean;
  /** The scopes that are to be explored beside this one. */
  readonly further: readonly Scope[];
}

/** The world of a check whose scope is `asked`. Throws a `Misuse` when `make` fails. */
export function worldOf(
  asked: Scope,
  definition: AllocatorDefinition,
  left: LeftToAllocator,
  pulse: Pulse = new Pulse(),
): World {
  const own = left.scopes ? (definition.scopes ?? []) : [];
  const [begun = asked, ...others] = own.map((options) =>
    scopeOf({ ...options, modules: [...(options.modules ?? []), ...asked.modules] }),
  );
  const { scope, namesNoOwner, follows } = fitted(begun, definition, left, pulse);
  const further = others.map((other) => fitted(other, definition, left, pulse).scope);
  if (further.length > 0 || !follows) return { scope, namesNoOwner, further };
  return { scope, namesNoOwner, further: [elsewhere(scope)] };
}

/** A scope as an allocator fits it, and whether its pool begins wherever a scope says. */
interface Fitted extends Omit<World, "further"> {
  readonly follows: boolean;
}

/** The scope with what is left to the allocator. Throws a `Misuse` when `make` fails. */
function fitted(asked: Scope, definition: AllocatorDefinition, left: LeftToAllocator, pulse: Pulse): Fitted {
  const make = (scope: Scope) => pulse.during(MAKE, () => makeAnywhere(definition, scope));
  const made = make(asked);
  const namesNone = left.owners && asked.owners > 1 && namesNoOwner(made);
  const { chores = asked.chores } = made;
  const own = chores === undefined ? asked : { ...asked, chores: requireChores(chores) };
  const alone = namesNone ? { ...own, owners: 1 } : own;
  const { startPfn = startPfnOf(asked) } = made;
  const placed = left.startPfn ? scopeOf({ ...alone, startPfn: startPfn - originOf(asked) }) : alone;
  const whole = left.modules ? ownScope(placed, definition, pulse) : inItsZones(placed, definition);
  const scope = withoutIdle(whole, definition.name, left.forAll);
  const asksWhere = left.startPfn && made.startPfn !== undefined;
  const follows = asksWhere && make(elsewhere(scope)).startPfn === elsewhere(scope).startPfn;
  return { scope, namesNoOwner: namesNone, follows };
}

/** The scope with the order in which zones serve a request, as the definition states it. */
export function inItsZones(scope: Scope, { name, fallback }: AllocatorDefinition): Scope {
  const { fallback: _, ...rest } = scope;
  const zones = zonesOf(scope);
  const orders = fallback === undefined || zones === 0 ? undefined : ordersText(name, fallback, zones);
  return orders === undefined ? rest : { ...rest, fallback: orders };
}

/** One page frame further on: what is aligned by its place in the pool shows itself at an odd one. */
function elsewhere(scope: Scope): Scope {
  return { ...scope, startPfn: startPfnOf(scope) - originOf(scope) + 1 };
}
