/** The guards of a scope: which bits of the views refuse each command, and for which reason. */
import type { CoreViews } from "./core-views.js";
import { aboutFrames, argumentFaults } from "./foreign.js";
import type { Group, Guard } from "./judgement.js";
import { type CommandRule, type Part, VIEWS, type View, type ViewId } from "./rules.js";
import { frameMask, gridOf, rangeNumber, type Scope, unitsOfFrame } from "./scope.js";
import type { Command, CommandKind, FrameRange, ReasonId } from "./vocabulary.js";

/** What guards are laid out from: the rules and commands of a scope, its views, and the keys left out. */
export interface Laid {
  readonly rules: readonly CommandRule[];
  readonly commands: readonly Command[];
  readonly scope: Scope;
  readonly views: CoreViews;
  readonly without: readonly string[];
}

/** The commands of one kind with the guards of each of its reasons, the bound of the scope last. */
export function groupOf(laid: Laid, kind: CommandKind): Group {
  const { rules, commands: all, scope, views, without } = laid;
  const rule = rules.find((candidate) => candidate.kind === kind);
  if (rule === undefined) return { first: 0, count: 0, reasons: [] };
  const commands = all.filter((command) => command.kind === kind);
  const faults = commands.map((command) => argumentFaults(scope, command));
  const touching = commands.map((command) => aboutFrames(scope, command));
  const guards = (view: ViewId, part?: Part) =>
    touching.flatMap((command, i) => (command === null ? [] : guardsOf(laid, view, command, i, part)));
  const argument = (id: ReasonId) =>
    faults.flatMap((ids, command) =>
      ids.includes(id) ? [{ command, word: views.offset("argument"), bits: 1 }] : [],
    );
  const reasons = rule.reasons.map(({ id, when, part }) =>
    without.includes(`${kind}/${id}`) ? [] : when === "argument" ? argument(id) : guards(when, part),
  );
  return {
    first: all.findIndex((command) => command.kind === kind),
    count: commands.length,
    reasons: rule.bound === null ? reasons : [...reasons, guards(rule.bound)],
  };
}

/** When a command is refused by a view: as guards, one for each word of the view it is about. */
function guardsOf(laid: Laid, view: ViewId, command: Command, within: number, part?: Part): Guard[] {
  const { scope, views, commands } = laid;
  const owner = "owner" in command ? command.owner : 1;
  const offset = views.offset(view, owner);
  const { over, of = [] }: View = VIEWS[view];
  // Such a view counts the commands of its kinds one kind after the other.
  const before = over === "commands" ? of.slice(0, of.indexOf(command.kind)) : [];
  const number = before.reduce((sum, kind) => sum + numberOf(commands, kind), within);
  return maskOver(over, scope, command, number, part)
    .map((bits, word) => ({ command: within, word: offset + word, bits }))
    .filter(({ bits }) => bits !== 0);
}

function numberOf(commands: readonly Command[], kind: CommandKind): number {
  return commands.filter((command) => command.kind === kind).length;
}

/** The bits a command, the so-manieth of the kinds a view is of, is about in it. */
function maskOver(over: View["over"], scope: Scope, command: Command, within: number, part?: Part): number[] {
  if (over === "whole") return [1];
  if (over === "commands") return onlyBit(within);
  if (over === "frames") {
    if ("range" in command) return frameMask(gridOf(scope), partOf(command.range, part));
    if ("frame" in command) return frameMask(gridOf(scope), unitsOfFrame(scope, command.frame));
    throw new Error(`internal: ${command.kind} names no frame`);
  }
  if (!("range" in command)) throw new Error(`internal: ${command.kind} names no range`);
  return onlyBit(rangeNumber(gridOf(scope), command.range));
}

function onlyBit(number: number): number[] {
  const words = new Array<number>((number >>> 5) + 1).fill(0);
  words[number >>> 5] = 1 << (number & 31);
  return words;
}

/** The frames of a range that a reason looks at. */
export function partOf({ start, count }: FrameRange, part: Part | undefined): FrameRange {
  switch (part) {
    case undefined:
      return { start, count };
    case "first":
      return { start, count: 1 };
    case "last":
      return { start: start + count - 1, count: 1 };
    case "rest":
      return { start: start + 1, count: count - 1 };
  }
}
