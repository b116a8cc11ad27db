/** The world in which one rule shows itself: which parts of the specification it needs. */

import { MODULES } from "../../model/modules/all.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import {
  DEFAULT_SCOPE,
  inOrder,
  MODULE_IDS,
  type ModuleId,
  type Scope,
  scopeOf,
} from "../../model/words/scope.js";
import { ownScope } from "../check/own-scope.js";

/** Large enough for every rule, small enough for dozens of runs: a slice more or less shows no other rule. */
export const RULE_SCOPE: Scope = scopeOf({ frames: 4, owners: 2, slices: 1 });

/** The same for whoever keeps more of a frame than its holder: two frames show as much. */
const SMALL_SCOPE: Scope = scopeOf({ frames: 2, owners: 2, slices: 2 });

/**
 * The modules with which the wide scope has few states; any other gets the small one, which shows as much.
 */
const SPARSE: readonly ModuleId[] = ["core", "blocks", "phases", "foreign", "zones"];

/** The scope in which the rules of an allocator show themselves, with the modules named besides. */
export function ruleScope(definition: AllocatorDefinition, modules: readonly ModuleId[] = []): Scope {
  const wide = ownScope({ ...RULE_SCOPE, modules: inOrder(modules) }, definition);
  const regions = wide.modules.includes("regions");
  // Those that take units and are asked for none are as those that do not.
  const units = definition.units === true && !regions ? { units: 2 } : {};
  const few = units.units !== undefined || wide.modules.some((id) => !SPARSE.includes(id));
  return few ? { ...wide, ...SMALL_SCOPE, modules: wide.modules, ...units } : wide;
}

/** The part of the specification that a rule of the tables comes from; `null` for other rules. */
export function moduleOf(key: string): ModuleId | null {
  return MODULE_IDS.find((id) => keysOf(id).includes(key)) ?? null;
}

/** The module that has a command. */
export function homeOf(kind: string): ModuleId | null {
  return MODULE_IDS.find((id) => MODULES[id].rules.some((rule) => rule.kind === kind)) ?? null;
}

/** The parts a rule needs: that of its command, and its own. */
export function partsOf(key: string): ModuleId[] {
  const [kind = ""] = key.split("/");
  return [homeOf(kind), moduleOf(key)].filter((id) => id !== null);
}

/** The keys of the reasons and answers that a module brings, in the order of its tables. */
export function keysOf(id: ModuleId): string[] {
  const { rules, reasons = {}, answers = {} } = MODULES[id];
  const own = rules.flatMap(({ kind, reasons: ids, answer }) => [
    ...ids.map((reason) => `${kind}/${reason.id}`),
    ...(answer === null ? [] : [`${kind}/${answer.id}`]),
  ]);
  const added = Object.entries(reasons).flatMap(([kind, ids]) => ids.map((reason) => `${kind}/${reason.id}`));
  return [...own, ...added, ...Object.entries(answers).map(([kind, answer]) => `${kind}/${answer.id}`)];
}

/**
 * The scope that a check of an allocator has first where none is named, with the modules named besides;
 * frames of two units where it takes units, since with one it is like any other.
 */
export function firstScope(definition: AllocatorDefinition, modules: readonly ModuleId[] = []): Scope {
  const [own] = definition.scopes ?? [];
  if (own !== undefined) return scopeOf({ ...own, modules: [...(own.modules ?? []), ...modules] });
  const units = definition.units === true ? { frames: 2, units: 2 } : {};
  return ownScope({ ...DEFAULT_SCOPE, ...units, modules: inOrder(modules) }, definition);
}
