/**
 * The specification laid out for one scope: every command bound to its rule, ready for the search.
 *
 * Given a state and a command, `judge` yields the **set** of true reasons (the specification judges,
 * it does not predict); given an accepted answer, the effect of the command yields the one successor.
 */
import { Effects } from "./core-effects.js";
import { CoreViews, planesOf } from "./core-views.js";
import { aboutFrames, argumentFaults } from "./foreign.js";
import { type Group, type Guard, Judgement } from "./judgement.js";
import { type Layout, layOut, type Place, read } from "./layout.js";
import { fieldsOf, isPlain, ModuleEffects, ModuleViews } from "./module-views.js";
import { ruleAmong, rulesOf } from "./modules.js";
import { unheldIn } from "./region-state.js";
import { type CommandRule, type Part, VIEWS, type View, type ViewId } from "./rules.js";
import { frameMask, gridOf, rangeNumber, type Scope, unitsOfFrame, wordsFor } from "./scope.js";
import {
  ALLOCATED,
  COMMAND_KINDS,
  type Command,
  type CommandKind,
  FREE,
  type FrameRange,
  type ReasonId,
} from "./vocabulary.js";

/** The key of a reason, such as `release/live-slice`, to leave out of a specification. */
export interface Without {
  readonly without?: readonly string[];
}

/** The one command that answers a frame as a whole, however many units it has. */
const ALLOC = COMMAND_KINDS.indexOf("alloc");

/** The specification of one scope. Not to be shared between two searches: it holds the views of one state. */
export class Specification {
  readonly layout: Layout;
  /** The rules in force, one row a command, in the order in which commands are tried. */
  readonly rules: readonly CommandRule[];
  /** Every command of the scope, in the order in which they are tried. */
  readonly commands: readonly Command[];
  /** For each command the index of its kind in `COMMAND_KINDS`. */
  readonly kinds: Uint8Array;
  readonly views: CoreViews;
  private readonly grid: number;
  private readonly planes: readonly (readonly Place[])[];
  /** What a unit is that nobody holds, where modules know more of it than that it is free. */
  private readonly beyond: ((words: Int32Array, at: number, unit: number) => number) | null;
  /** What accepted commands do to a packed state. */
  readonly effects: Effects;
  /** For each command that answers a frame where the view begins that the frame must be in. */
  private readonly allowed: Int32Array;
  /** For each reason of each kind the set of commands it refuses in the state last looked at. */
  readonly judgement: Judgement;

  constructor(
    readonly scope: Scope,
    { without = [] }: Without = {},
  ) {
    this.rules = rulesOf(scope.modules);
    this.commands = this.rules.flatMap((rule) => rule.instances(scope));
    this.layout = layOut(fieldsOf(scope));
    const { layout, commands } = this;
    const laidOut = { scope, layout, commands };
    this.views = isPlain(scope) ? new CoreViews(scope, layout) : new ModuleViews(laidOut);
    this.grid = gridOf(scope);
    this.planes = planesOf(scope, this.layout);
    this.beyond = unheldIn(laidOut);
    this.kinds = Uint8Array.from(this.commands, ({ kind }) => COMMAND_KINDS.indexOf(kind));
    this.effects = isPlain(scope) ? new Effects(scope, layout, commands) : new ModuleEffects(laidOut);
    const last = this.kinds[commands.length - 1]!; // kinds come in their order
    this.judgement = new Judgement(
      COMMAND_KINDS.slice(0, last + 1).map((kind) => this.groupOf(kind, without)),
    );
    this.allowed = Int32Array.from(commands, (command, c) => this.allowedFrom(command, c));
  }

  /** The rule of a command. Throws when no module in force has it. */
  ruleOf(kind: CommandKind): CommandRule {
    return ruleAmong(this.rules, kind);
  }

  /** The reasons in a mask that `judge` yielded for a command of this kind, in the order of the table. */
  reasonsIn(kind: CommandKind, mask: number): ReasonId[] {
    return this.ruleOf(kind)
      .reasons.filter((_, i) => (mask & (1 << i)) !== 0)
      .map(({ id }) => id);
  }

  /** Takes the packed state at `words[at]` as the one that `judge`, `isFree` and the effects speak of. */
  look(words: Int32Array, at: number): void {
    this.views.look(words, at);
    this.judgement.look(this.views.bits);
    this.effects.look(words, at);
  }

  /**
   * The true reasons to refuse command number `c` in the state last looked at: bit `i` for the i-th
   * reason of its rule, and `boundBit` where the command meets the scope's bound. 0 is a legal command.
   */
  judge(c: number): number {
    const { sets, groups } = this.judgement;
    const { first, at, words, reasons } = groups[this.kinds[c]!]!;
    const within = c - first;
    let mask = 0;
    for (let i = 0; i < reasons; i++)
      mask |= ((sets[at + i * words + (within >>> 5)]! >>> (within & 31)) & 1) << i;
    return mask;
  }

  /** Whether command number `c` may answer a frame, or what is none, in the state last looked at. */
  mayAnswer(c: number, frame: number): boolean {
    if (frame >= this.answersOf(c)) return false;
    return ((this.views.bits[this.allowed[c]! + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  }

  /** How many answers command number `c` can have that name a frame, or a unit where it asks for units. */
  answersOf(c: number): number {
    return this.kinds[c] === ALLOC ? this.scope.frames : this.grid;
  }

  /** The lowest frame that command number `c` may answer, or `answersOf(c)` when it may answer none. */
  lowestAnswer(c: number): number {
    let frame = 0;
    while (frame < this.answersOf(c) && !this.mayAnswer(c, frame)) frame++;
    return frame;
  }

  /** The place that `alloc-range` number `c` answers where it is true to its direction; -1 for none. */
  directedAnswer(c: number): number {
    const upwards = this.views.bits[this.views.offset("bottom-up")] === 1;
    const end = this.answersOf(c);
    if (upwards) return this.lowestAnswer(c) < end ? this.lowestAnswer(c) : -1;
    let place = end - 1;
    while (place >= 0 && !this.mayAnswer(c, place)) place--;
    return place;
  }

  /**
   * What a frame (or unit) is in the state at `words[at]`: `FREE`, an owner's number, `ALLOCATED`, or with
   * other modules `ABSENT` or `METADATA`.
   */
  kindOf(words: Int32Array, at: number, frame: number): number {
    const planes = this.planes;
    for (let plane = 0; plane < planes.length; plane++)
      if (((read(words, at, planes[plane]![frame >>> 5]!) >>> (frame & 31)) & 1) === 1)
        return plane === 0 ? ALLOCATED : plane;
    return this.beyond === null ? FREE : this.beyond(words, at, frame);
  }

  /** The commands of one kind with the guards of each of its reasons, the bound of the scope last. */
  private groupOf(kind: CommandKind, without: readonly string[]): Group {
    const rule = this.rules.find((candidate) => candidate.kind === kind);
    if (rule === undefined) return { first: 0, count: 0, reasons: [] };
    const commands = this.commands.filter((command) => command.kind === kind);
    const faults = commands.map((command) => argumentFaults(this.scope, command));
    const touching = commands.map((command) => aboutFrames(this.scope, command));
    const guards = (view: ViewId, part?: Part) =>
      touching.flatMap((command, i) => (command === null ? [] : this.guardsOf(view, command, i, part)));
    const argument = (id: ReasonId) =>
      faults.flatMap((ids, command) =>
        ids.includes(id) ? [{ command, word: this.views.offset("argument"), bits: 1 }] : [],
      );
    const reasons = rule.reasons.map(({ id, when, part }) =>
      without.includes(`${kind}/${id}`) ? [] : when === "argument" ? argument(id) : guards(when, part),
    );
    return {
      first: this.commands.findIndex((command) => command.kind === kind),
      count: commands.length,
      reasons: rule.bound === null ? reasons : [...reasons, guards(rule.bound)],
    };
  }

  /** When a command is refused by a view: as guards, one for each word of the view it is about. */
  private guardsOf(view: ViewId, command: Command, within: number, part?: Part): Guard[] {
    const owner = "owner" in command ? command.owner : 1;
    const offset = this.views.offset(view, owner);
    const { over, of = [] }: View = VIEWS[view];
    // Such a view counts the commands of its kinds one kind after the other.
    const before = over === "commands" ? of.slice(0, of.indexOf(command.kind)) : [];
    const number = before.reduce((sum, kind) => sum + this.numberOf(kind), within);
    return maskOver(over, this.scope, command, number, part)
      .map((bits, word) => ({ command: within, word: offset + word, bits }))
      .filter(({ bits }) => bits !== 0);
  }

  private numberOf(kind: CommandKind): number {
    return this.commands.filter((command) => command.kind === kind).length;
  }

  private allowedFrom({ kind }: Command, c: number): number {
    const { answer } = this.ruleOf(kind);
    if (answer === null) return 0;
    const { first } = this.judgement.groups[this.kinds[c]!]!;
    const within = VIEWS[answer.in].over === "frames-by-command" ? c - first : 0;
    const view = answer.in === "free" && this.scope.units !== undefined ? "vacant" : answer.in;
    return this.views.offset(view) + within * wordsFor(this.grid);
  }
}

/** The bit `judge` sets where a legal command would go beyond a bound of the scope. */
export function boundBit(rule: CommandRule): number {
  return 1 << rule.reasons.length;
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
