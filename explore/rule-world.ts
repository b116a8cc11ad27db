/** The world in which one rule shows itself: which parts of the specification it needs. */
import type { AllocatorDefinition } from "../model/allocator.js";
import { MODULES } from "../model/modules.js";
import { MODULE_IDS, type ModuleId, type Scope, scopeOf } from "../model/scope.js";
import { widened } from "./widen.js";

/** Large enough for every rule, small enough for dozens of runs: a slice more or less shows no other rule. */
export const RULE_SCOPE: Scope = scopeOf({ frames: 4, owners: 2, slices: 1 });

/** The part of the specification that a rule of the tables comes from; `null` for other rules. */
export function moduleOf(key: string): ModuleId | null {
  return MODULE_IDS.find((id) => keysOf(id).includes(key)) ?? null;
}

/** The parts a rule needs that are not the core: that of its command, and its own. */
export function partsOf(key: string): ModuleId[] {
  const [kind] = key.split("/");
  const own = MODULE_IDS.find((id) => MODULES[id].rules.some((rule) => rule.kind === kind));
  return [own, moduleOf(key)].filter((id) => id !== undefined && id !== null);
}

/** The keys of the reasons and answers that a module brings, in the order of its tables. */
export function keysOf(id: ModuleId): string[] {
  const { rules, reasons } = MODULES[id];
  const own = rules.flatMap(({ kind, reasons: ids, answer }) => [
    ...ids.map((reason) => `${kind}/${reason.id}`),
    ...(answer === null ? [] : [`${kind}/${answer.id}`]),
  ]);
  const added = Object.entries(reasons).flatMap(([kind, ids]) => ids.map((reason) => `${kind}/${reason.id}`));
  return [...own, ...added];
}

/** A scope with the part of a rule, and those of the commands an allocator offers. */
export function worldOf(key: string, scope: Scope, definition: AllocatorDefinition): Scope {
  const id = moduleOf(key);
  const modules = MODULE_IDS.filter((other) => other === "core" || other === id);
  return widened({ ...scope, modules }, definition);
}
