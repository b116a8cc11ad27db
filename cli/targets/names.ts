/** Finds allocators by the name a person typed. */
import { NAMED } from "../../impl/registry.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { named } from "./by-name.js";
import type { Target } from "./target.js";

/** The allocator of a name. Throws a `Misuse` with a suggestion when there is none. */
export function allocatorNamed(name: string): AllocatorDefinition {
  return named("allocator", "unknown-target", name, NAMED, (d) => d.name, "allocheck list allocators");
}

/** Whether it is the name of an allocator that comes with allocheck. */
export function isNamed(name: string): boolean {
  return NAMED.some((known) => known.name === name);
}

/** Whether a target names a file rather than an allocator that comes with allocheck. */
export function isFile(target: string): boolean {
  return /[/\\]/.test(target) || isModule(target);
}

/** Whether a name is that of a file with an allocator in it, in any language. */
export function isModule(name: string): boolean {
  return /\.(?:[cm]?[jt]s|wasm|c|rs|zig)$/.test(name);
}

/** Where the allocator is that a person named: a file, or one that comes with allocheck. */
export function targetOf(name: string): Target {
  return isFile(name) ? { kind: "file", file: name } : { kind: "built-in", name: allocatorNamed(name).name };
}
