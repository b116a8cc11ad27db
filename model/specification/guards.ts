/** The guards of a scope: which bits of the views refuse each command, and for which reason. */

import { aboutFrames } from "../modules/foreign/rules.js";
import { FOREIGN_VIEWS } from "../modules/foreign/views.js";
import type { CommandRule, Part } from "../rules/rules.js";
import type { View } from "../state/view.js";
import type { CoreViews } from "../state/views.js";
import type { Command, CommandKind } from "../words/commands.js";
import { argumentFaults } from "../words/commands.js";
import type { FrameRange } from "../words/frames.js";
import type { RangeNumbers } from "../words/range-numbers.js";
import { frameMask } from "../words/ranges.js";
import type { ReasonId } from "../words/reasons.js";
import { gridOf, type Scope, unitsOfFrame } from "../words/scope.js";
import type { Group, Guard } from "./refusal-sets.js";

/** What guards are laid out from: the rules and commands of a scope, its views, and the keys left out. */
export interface Laid {
  readonly rules: readonly CommandRule[];
  readonly commands: readonly Command[];
  readonly scope: Scope;
  readonly ranges: RangeNumbers;
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
  const guards = (view: View, part?: Part) => {
    const before = commandsBefore(laid, view, kind);
    return touching.flatMap((command, i) =>
      command === null ? [] : guardsOf(laid, view, command, i, before, part),
    );
  };
  const argument = (id: ReasonId) =>
    faults.flatMap((ids, command) =>
      ids.some((fault) => fault === id)
        ? [{ command, word: views.offset(FOREIGN_VIEWS.argument), bits: 1 }]
        : [],
    );
  const reasons = rule.reasons.map(({ id, when, part }) =>
    without.includes(`${kind}/${id}`)
      ? []
      : when === FOREIGN_VIEWS.argument
        ? argument(id)
        : guards(when, part),
  );
  return {
    first: all.findIndex((command) => command.kind === kind),
    count: commands.length,
    reasons: rule.bound === null ? reasons : [...reasons, guards(rule.bound.in)],
  };
}

/** Where in a view that is over commands those of a kind begin: it counts them one kind after the other. */
function commandsBefore({ commands }: Laid, view: View, kind: CommandKind): number {
  const { over, of } = view;
  if (over !== "commands") return 0;
  const before = of.slice(0, of.indexOf(kind));
  return commands.filter((command) => before.includes(command.kind)).length;
}

/** When a command is refused by a view: as guards, one for each word of the view it is about. */
function guardsOf(
  { scope, views, ranges }: Laid,
  view: View,
  command: Command,
  within: number,
  before: number,
  part?: Part,
): Guard[] {
  const owner = "owner" in command ? command.owner : 1;
  const offset = views.offset(view, owner);
  const guard = (word: number, bits: number) => ({ command: within, word: offset + word, bits });
  const onlyBit = (number: number) => [guard(number >>> 5, 1 << (number & 31))];
  switch (view.over) {
    case "whole":
      return [guard(0, 1)];
    case "commands":
      return onlyBit(before + within);
    case "frames":
      return framesOf(scope, command, part)
        .map((bits, word) => guard(word, bits))
        .filter(({ bits }) => bits !== 0);
    default:
      if (!("range" in command)) throw new Error(`internal: ${command.kind} names no range`);
      return onlyBit(ranges.numberOf(command.range));
  }
}

/** The frames, or a part of them, that a command names. */
function framesOf(scope: Scope, command: Command, part?: Part): number[] {
  if ("range" in command) return frameMask(gridOf(scope), partOf(command.range, part));
  if ("frame" in command) return frameMask(gridOf(scope), unitsOfFrame(scope, command.frame));
  throw new Error(`internal: ${command.kind} names no frame`);
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
