/** The commands of a specification that is not laid out with every command of its scope. */

import { rulesOf } from "../modules/all.js";
import { aboutFrames } from "../modules/foreign/rules.js";
import { BOUNDS } from "../words/bounds.js";
import {
  argumentFaults,
  COMMAND_KINDS,
  COMMANDS,
  type Command,
  describeCommand,
  instancesOf,
  shiftedBy,
} from "../words/commands.js";
import { RangeNumbers } from "../words/range-numbers.js";
import { gridOf, handlesOf, isWindow, originOf, type Scope } from "../words/scope.js";
import { commandCount, MOST_COMMANDS } from "./too-many-commands.js";

/**
 * Which commands of a trace are laid out: all of the scope's (`undefined`), or the trace's own where a scope
 * has too many. What is no command of the scope is not laid out.
 */
export function commandsFor(scope: Scope, trace: readonly Command[]): readonly Command[] | undefined {
  if (gridOf(scope) <= BOUNDS.frames.most && commandCount(scope) <= MOST_COMMANDS) return undefined;
  const own = trace.filter((command) => isOf(scope, command));
  return [...new Map(own.map((command) => [describeCommand(command), command])).values()];
}

/** Whether a command is one of a scope, as far as its arguments say. */
function isOf(scope: Scope, command: Command): boolean {
  if ("owner" in command && command.owner > scope.owners) return false;
  if ("slot" in command && command.slot >= handlesOf(scope)) return false;
  return scope.modules.includes("foreign") || argumentFaults(scope, command).length === 0;
}

/**
 * Named commands, as an allocator is given them, by the numbers of the scope and in the order in which they
 * are tried: kind by kind, each kind as it came. Views know slots by the numbers of the commands that name
 * one, so there are all of these.
 */
export function insideOf(scope: Scope, commands: readonly Command[]): readonly Command[] {
  const inside = isWindow(scope) ? commands.map((each) => shiftedBy(each, -originOf(scope))) : commands;
  const kinds = rulesOf(scope.modules).map(({ kind }) => kind);
  return COMMAND_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind) => {
    const ofSlots = COMMANDS[kind].names.some((name) => name === "slot");
    return ofSlots ? instancesOf(kind, scope) : inside.filter((command) => command.kind === kind);
  });
}

/** The numbers of the ranges that commands are about; what lies outside the pool has none. */
export function rangesNamed(scope: Scope, commands: readonly Command[]): RangeNumbers {
  return RangeNumbers.ofNamed(
    gridOf(scope),
    commands.flatMap((command) => aboutFrames(scope, command) ?? []),
  );
}
