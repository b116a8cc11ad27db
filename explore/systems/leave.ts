/** In which states what is legal may be refused, by a contract that gives leave at all. */
import { type Contract, LEAVE_WHILE } from "../../model/contracts/named.js";
import { UNSETTLED } from "../../model/modules/settling/module.js";
import type { Specification } from "../../model/specification/specification.js";
import { read } from "../../model/state/layout.js";
import type { Command } from "../../model/words/commands.js";

/** Whether there is leave for a command in the state at `store[at]`: always, or while some entry says so. */
export function leaveIn(
  { layout, commands }: Specification,
  { leaveWhile }: Contract,
): (c: number, store: Int32Array, at: number) => boolean {
  if (leaveWhile === undefined) return () => true;
  const { field, least } = LEAVE_WHILE[leaveWhile];
  const places = layout.places.get(field) ?? []; // a scope without the module has none
  const wants = Uint8Array.from(commands, (command) => Number(field !== UNSETTLED || takesRoom(command)));
  return (c, store, at) => {
    if (wants[c] === 0) return false;
    for (let i = 0; i < places.length; i++) if (read(store, at, places[i]!) >= least) return true;
    return false;
  };
}

/** Whether a command wants memory that waits somewhere: a block that does not grow has what it needs. */
function takesRoom(command: Command): boolean {
  return !("to" in command) || command.to > command.range.count;
}
