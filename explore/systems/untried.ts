/** Kinds of commands that an allocator offers, but none of them in a scope. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";

/** Those kinds, of which the commands numbered `offered` are tried. */
export function untriedKinds(
  { offers }: AllocatorDefinition,
  { commands }: Specification,
  offered: Iterable<number>,
): CommandKind[] {
  const tried = new Set(Array.from(offered, (c) => commands[c]!.kind));
  return COMMAND_KINDS.filter((kind) => (offers[kind] ?? false) !== false && !tried.has(kind));
}
