/**
 * What each command is to the memory it is about.
 *
 * A module that knows more of memory than others, such as that it is not there, or that the allocator's own
 * array lies in it, adds its reasons to roles and not to commands. So no command can be forgotten by it.
 */
import type { Role } from "./command-rows.js";
import { COMMAND_KINDS, COMMANDS, type CommandKind } from "./commands.js";

/** The kinds of command that have one of some roles. */
export type KindWith<R extends Role> = {
  [K in CommandKind]: (typeof COMMANDS)[K]["role"] extends R ? K : never;
}[CommandKind];

/** The commands of these roles, in the order in which commands are tried. */
export function kindsWith<R extends Role>(...roles: readonly R[]): readonly KindWith<R>[] {
  return COMMAND_KINDS.filter((kind): kind is KindWith<R> => hasRole(kind, ...roles));
}

/** Whether a command has one of some roles. */
export function hasRole<R extends Role>(kind: CommandKind, ...roles: readonly R[]): kind is KindWith<R> {
  return roles.some((role) => role === COMMANDS[kind].role);
}

/** The roles that take memory which nobody had. */
export const TAKING = ["takes-frame", "takes-block", "takes-range", "takes-place"] as const satisfies Role[];
/** Those that take memory which nobody had, whatever else they do. */
export const TAKING_ANY = [...TAKING, "resizes"] as const satisfies Role[];

/** The roles that give memory back, whoever had it: what somebody knew of it is over. */
export const GIVING = [
  "gives-allocated",
  "gives-handle",
  "gives-reserved",
  "gives-image",
  "resizes",
] as const satisfies Role[];
