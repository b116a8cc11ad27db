/** In which states what is legal may be refused, by a contract that gives leave at all. */
import { type Contract, LEAVE_WHILE, type LeaveToRefuse, leavesOf } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import { CORE_VIEWS } from "../../model/state/core-views.js";
import { read } from "../../model/state/layout.js";
import type { Command } from "../../model/words/commands.js";
import { gridOf, isAligned, isWindow, originOf } from "../../model/words/scope.js";

type IsGiven = (c: number, store: Int32Array, at: number) => boolean;

/** Whether there is leave for a command in the state at `store[at]`: always, or while some entry says so. */
export function leaveIn(specification: Specification, contract: Contract, header = 0): IsGiven {
  const { commands, scope } = specification;
  const leaves = leavesOf(contract).filter(({ leaveWith = "core" }) => scope.modules.includes(leaveWith));
  const each = leaves.map((leave) => leaveOf(specification, leave, header));
  const [first] = each;
  if (first === undefined || leaves.length === 1) return first ?? (() => true);
  // Which of them speak of a command; of the others none gives it leave.
  const speak = leaves.map(({ mayRefuse }) =>
    Uint8Array.from(commands, ({ kind }) => Number(mayRefuse[kind] !== undefined)),
  );
  return (c, store, at) => {
    for (let i = 0; i < each.length; i++) if (speak[i]![c] === 1 && each[i]!(c, store, at)) return true;
    return false;
  };
}

function leaveOf(specification: Specification, { leaveWhile }: LeaveToRefuse, header: number): IsGiven {
  if (leaveWhile === undefined) return () => true;
  const { layout, commands, scope } = specification;
  if (leaveWhile === "rests") return placesIn(specification, header, (count, align) => [count, align]);
  if (leaveWhile === "classes")
    return placesIn(specification, 0, (count, align) => [classOf(count + align - 1, header), 1]);
  if (leaveWhile === "allocated" && isWindow(scope)) return (c) => takesRoom(commands[c]!); // the others are
  const { field, least } = LEAVE_WHILE[leaveWhile];
  const places = layout.places.get(field) ?? []; // a scope without the module has none
  const wants = Uint8Array.from(commands, (command) => Number(takesRoom(command)));
  return (c, store, at) => {
    if (wants[c] === 0) return false;
    for (let i = 0; i < places.length; i++) if (read(store, at, places[i]!) >= least) return true;
    return false;
  };
}

/** A run so long is found by every list of size classes, whether a class counts the header or not. */
function classOf(count: number, header: number): number {
  const power = (least: number) => 2 ** Math.ceil(Math.log2(Math.max(1, least)));
  return Math.max(power(count), header + power(count - header));
}

/** Whether a command wants memory that waits somewhere: a block that does not grow has what it needs. */
function takesRoom(command: Command): boolean {
  return !("to" in command) || command.to > command.range.count;
}

/**
 * Leave where a block fits nowhere as `asks` would have it. A rest that is too small for a block, whose least
 * is a header and one unit, goes with the block before it: of a free run behind a block as many units as
 * `rest` may be that block's, and who fits only with some of them is not found.
 */
export function placesIn(
  { commands, inside, scope, views }: Specification,
  rest: number,
  asks: (count: number, align: number) => readonly [count: number, align: number],
) {
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
      if (isAligned(scope, start, align) && areFree(start - rest, start + count)) return true;
    return false;
  };
  return (c: number): boolean => {
    const command = inside[c]!;
    if (command.kind === "alloc-block") return !fits(...asks(command.count, command.align));
    if (command.kind !== "realloc" || !takesRoom(commands[c]!)) return false;
    const { range, to } = command;
    const grows = range.start + to <= gridOf(scope) && areFree(range.start + range.count, range.start + to);
    return !grows && !fits(...asks(to, 1));
  };
}
