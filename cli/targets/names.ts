/** Finds things by the name a person typed, and says what they may have meant. */
import { NAMED } from "../../impl/registry.js";
import { contractByName } from "../../model/contracts/combined.js";
import { CONTRACTS, type Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { Misuse } from "../../model/words/misuse.js";
import { suggestion } from "../../model/words/suggestion.js";
import { quoted } from "../../model/words/wording.js";
import type { Target } from "./target.js";

/** The allocator of a name. Throws a `Misuse` with a suggestion when there is none. */
export function allocatorNamed(name: string): AllocatorDefinition {
  return named("allocator", "unknown-target", name, NAMED, (d) => d.name, "allocheck list allocators");
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

/** The contract of a name. Throws a `Misuse` with a suggestion when there is none. */
export function contractNamed(name: string): Contract {
  const several = name.includes("+") ? contractByName(name) : null;
  return (
    several ?? named("contract", "unknown-contract", name, CONTRACTS, (c) => c.id, "allocheck list contracts")
  );
}

function named<T>(
  noun: string,
  code: string,
  name: string,
  things: readonly T[],
  nameOf: (thing: T) => string,
  list: string,
): T {
  const thing = things.find((t) => nameOf(t) === name);
  if (thing !== undefined) return thing;
  const close = suggestion(name, things.map(nameOf));
  throw new Misuse(
    code,
    `there is no ${noun} ${quoted(name)}`,
    close === undefined ? `see: ${list}` : `did you mean ${close}? See: ${list}`,
  );
}
