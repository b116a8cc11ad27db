import type { Scope } from "../model/scope.js";

/** A scope of the core, all frames free at first. */
export function scopeOf(frames: number, owners: number, slices: number): Scope {
  return { frames, owners, slices, modules: ["core"], initial: "free" };
}
