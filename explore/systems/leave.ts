/** In which states what is legal may be refused, by a contract that gives leave at all. */
import { type Contract, LEAVE_WHILE } from "../../model/contracts/named.js";
import { UNSETTLED } from "../../model/modules/settling/module.js";
import type { Specification } from "../../model/specification/specification.js";
import { CORE_VIEWS } from "../../model/state/core-views.js";
import { read } from "../../model/state/layout.js";
import type { Command } from "../../model/words/commands.js";
import { gridOf, isAligned, originOf } from "../../model/words/scope.js";

/** Whether there is leave for a command in the state at `store[at]`: always, or while some entry says so. */
export function leaveIn(
  specification: Specification,
  { leaveWhile }: Contract,
  header = 0,
): (c: number, store: Int32Array, at: number) => boolean {
  if (leaveWhile === undefined) return () => true;
  const { layout, commands } = specification;
  if (leaveWhile === "rests") return restsIn(specification, header);
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

/**
 * A rest that is too small for a block, whose least is a header and one unit, goes with the block before it.
 * So of a free run behind a block as many units as a header has may be that block's: there is leave where a
 * block fits only with some of them.
 */
function restsIn({ commands, inside, scope, views }: Specification, header: number) {
  const free = views.offset(CORE_VIEWS.free);
  const isFree = (unit: number) => ((views.bits[free + (unit >>> 5)]! >>> (unit & 31)) & 1) === 1;
  const afterBlock = originOf(scope) > 0; // what lies before a window is taken
  const areFree = (from: number, to: number) => {
    if (from < 0 && afterBlock) return false;
    for (let unit = Math.max(0, from); unit < to; unit++) if (!isFree(unit)) return false;
    return true;
  };
  const fits = (count: number, align: number) => {
    for (let start = 0; start + count <= gridOf(scope); start++)
      if (isAligned(scope, start, align) && areFree(start - header, start + count)) return true;
    return false;
  };
  return (c: number): boolean => {
    const command = inside[c]!;
    if (command.kind === "alloc-block") return !fits(command.count, command.align);
    if (command.kind !== "realloc" || !takesRoom(commands[c]!)) return false;
    const { range, to } = command;
    const grows = range.start + to <= gridOf(scope) && areFree(range.start + range.count, range.start + to);
    return !grows && !fits(to, 1);
  };
}
