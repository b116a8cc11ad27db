import { inOrder, type Scope } from "../model/scope.js";

/** A scope of the core and the modules named, all frames free at first. */
export function scopeOf(frames: number, owners: number, slices: number, ...modules: string[]): Scope {
  return { frames, owners, slices, modules: inOrder(modules), initial: "free" };
}
