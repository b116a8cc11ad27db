import { widened } from "../explore/widen.js";
import type { AllocatorDefinition } from "../model/allocator.js";
import { DEFAULT_SCOPE, scopeOf as fullScope, inOrder, type Scope } from "../model/scope.js";

/** A scope of the core and the modules named, all frames free at first. */
export function scopeOf(frames: number, owners: number, slices: number, ...modules: string[]): Scope {
  return { frames, owners, slices, modules: inOrder(modules), initial: "free" };
}

/** The default scope with the modules of what an allocator offers; of units, where it takes them. */
export function defaultScopeOf(definition: AllocatorDefinition): Scope {
  const [own] = definition.scopes ?? [];
  if (own !== undefined) return fullScope(own);
  const parts = definition.units === true ? { frames: 2, units: 2 } : {};
  return widened({ ...DEFAULT_SCOPE, ...parts }, definition);
}
