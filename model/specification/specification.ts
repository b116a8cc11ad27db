/**
 * The specification laid out for one scope: every command bound to its rule, ready for the search.
 *
 * Given a state and a command, `judge` yields the **set** of true reasons (the specification judges,
 * it does not predict); given an accepted answer, the effect of the command yields the one successor.
 */

import { ruleAmong, rulesOf } from "../modules/all.js";
import { REGION_VIEWS } from "../modules/regions/views.js";
import { UNIT_VIEWS } from "../modules/units/views.js";
import type { AnswerConstraint, CommandRule, RuleInForce } from "../rules/rules.js";
import { CORE_VIEWS } from "../state/core-views.js";
import { bitAt, type Layout, layOut, type Place } from "../state/layout.js";
import { CoreViews, planesOf } from "../state/views.js";
import { answersIn, COMMAND_KINDS, type Command, type CommandKind, shiftedBy } from "../words/commands.js";
import { ALLOCATED, FREE } from "../words/frames.js";
import { RangeNumbers } from "../words/range-numbers.js";
import { wordsFor } from "../words/ranges.js";
import type { ReasonId } from "../words/reasons.js";
import { gridOf, isWindow, originOf, type Scope } from "../words/scope.js";
import { fieldsOf, isPlain, ModuleEffects, ModuleViews, unheldIn } from "./bound-modules.js";
import { Effects } from "./effects.js";
import { groupOf } from "./guards.js";
import { initialState } from "./initial-state.js";
import { insideOf, rangesNamed } from "./named-commands.js";
import { Judgement } from "./refusal-sets.js";
import { requireFew } from "./too-many-commands.js";

/** The keys of rules, such as `release/live-slice` or `alloc/free-frame`, to leave out of a specification. */
export interface Without {
  readonly without?: readonly string[];
}

/** How a specification is laid out. */
export interface LayingOut extends Without {
  /**
   * The commands to lay out, each once, of all that there are in the scope; every one when absent. A pool too
   * large for every command is explored, walked through and replayed with those that are named.
   */
  readonly commands?: readonly Command[];
  /** Called between pieces of the work, which takes seconds in a large scope: what it throws ends it. */
  readonly between?: () => void;
}

/** Of a command that may answer anything, or answers nothing. */
const ANY_ANSWER = -1;

/** The specification of one scope. Not to be shared between two searches: it holds the views of one state. */
export class Specification {
  readonly layout: Layout;
  /** The rules in force, one row a command, in the order in which commands are tried. */
  readonly rules: readonly RuleInForce[];
  /**
   * Every command of the scope, in the order in which they are tried, as the allocator is given them: in a
   * window they name frames of the pool.
   */
  readonly commands: readonly Command[];
  /** The same by the numbers of the scope, in which its frames begin at 0. */
  readonly inside: readonly Command[];
  /** The numbers of the ranges they name. */
  readonly ranges: RangeNumbers;
  /** For each command the index of its kind in `COMMAND_KINDS`. */
  readonly kinds: Uint8Array;
  readonly views: CoreViews;
  private readonly grid: number;
  /** How many answers a command of each kind can have that name something. */
  private readonly answerCounts: readonly number[];
  private readonly planes: readonly (readonly Place[])[];
  /** What a unit is that nobody holds, where modules know more of it than that it is free. */
  private readonly beyond: ((words: Int32Array, at: number, unit: number) => number) | null;
  /** What accepted commands do to a packed state. */
  readonly effects: Effects;
  /** For each command that answers a frame where its view of right answers begins; -1 where any will do. */
  private readonly allowed: Int32Array;
  /** For each kind whether one of its reasons asks for ranges that are mixed. */
  private readonly asksMixed: readonly boolean[];
  /** For each reason of each kind the set of commands it refuses in the state last looked at. */
  readonly judgement: Judgement;
  /** The rules that are left out. */
  readonly without: readonly string[];
  /** The packed state in which every run begins. */
  readonly initial: Int32Array;
  /** How another of the same commands is laid out. */
  readonly laidOutAs: LayingOut;

  constructor(
    readonly scope: Scope,
    { without = [], commands: named, between = () => {} }: LayingOut = {},
  ) {
    this.without = without;
    this.laidOutAs = named === undefined ? { without } : { without, commands: named };
    this.rules = rulesOf(scope.modules);
    if (named === undefined) requireFew(scope, this.rules);
    const inside = named === undefined ? null : insideOf(scope, named);
    const commands = inside ?? this.rules.flatMap((rule) => rule.instances(scope));
    this.inside = commands;
    this.commands = isWindow(scope) ? commands.map((each) => shiftedBy(each, originOf(scope))) : commands;
    between();
    this.grid = gridOf(scope);
    this.ranges = inside === null ? RangeNumbers.ofAll(this.grid) : rangesNamed(scope, inside);
    this.layout = layOut(fieldsOf(scope, this.ranges));
    const { layout, ranges } = this;
    this.initial = initialState(scope, layout);
    const laidOut = { scope, layout, commands, ranges, without };
    this.views = isPlain(scope) ? new CoreViews(scope, layout, ranges) : new ModuleViews(laidOut);
    between();
    this.answerCounts = COMMAND_KINDS.map((kind) => answersIn(scope, kind));
    this.planes = planesOf(scope, this.layout);
    this.beyond = unheldIn(laidOut);
    this.asksMixed = COMMAND_KINDS.map((kind) => asksOfMixed(this.rules, kind));
    this.kinds = Uint8Array.from(this.commands, ({ kind }) => COMMAND_KINDS.indexOf(kind));
    this.effects = isPlain(scope) ? new Effects(laidOut) : new ModuleEffects(laidOut);
    const last = this.kinds[commands.length - 1] ?? -1; // kinds come in their order
    const groups = COMMAND_KINDS.slice(0, last + 1).map((kind) => {
      between();
      return groupOf({ rules: this.rules, views: this.views, ...laidOut }, kind);
    });
    between();
    this.judgement = new Judgement(groups);
    this.allowed = Int32Array.from(commands, (command, c) => this.allowedFrom(command, c));
  }

  /** The rule of a command. Throws when no module in force has it. */
  ruleOf(kind: CommandKind): RuleInForce {
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

  /** As `look` and then `judge`, for who asks of one command alone: the sets of all are not made. */
  judgeAlone(c: number, words: Int32Array, at: number): number {
    this.views.look(words, at, this.asksMixed[this.kinds[c]!]);
    this.effects.look(words, at);
    return this.judgement.maskOf(c, this.views.bits);
  }

  /** Whether command number `c` may answer a frame, or what is none, in the state last looked at. */
  mayAnswer(c: number, frame: number): boolean {
    if (frame >= this.answersOf(c)) return false;
    if (this.allowed[c] === ANY_ANSWER) return true;
    return this.isIn(this.allowed[c]!, frame);
  }

  /** Whether a frame is in the view that begins at `view`, in the state last looked at. */
  isIn(view: number, frame: number): boolean {
    return ((this.views.bits[view + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  }

  /** How many answers command number `c` can have that name a frame, or a unit where it asks for units. */
  answersOf(c: number): number {
    const of = this.answerCounts[this.kinds[c]!];
    return of!; // one a kind
  }

  /** The lowest frame that command number `c` may answer, or `answersOf(c)` when it may answer none. */
  lowestAnswer(c: number): number {
    let frame = 0;
    while (frame < this.answersOf(c) && !this.mayAnswer(c, frame)) frame++;
    return frame;
  }

  /** The place that `alloc-range` number `c` answers where it is true to its direction; -1 for none. */
  directedAnswer(c: number): number {
    const upwards = this.views.bits[this.views.offset(REGION_VIEWS["bottom-up"])] === 1;
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
      if (bitAt(words, at, planes[plane]!, frame)) return plane === 0 ? ALLOCATED : plane;
    return this.beyond === null ? FREE : this.beyond(words, at, frame);
  }

  /** The constraints on what a command may answer, each within the one before. */
  constraintsOf(kind: CommandKind): AnswerConstraint[] {
    return this.ruleOf(kind).constraints.filter(({ id }) => !this.without.includes(`${kind}/${id}`));
  }

  /** Where the view of a constraint on what command number `c` may answer begins. */
  answerView(answer: AnswerConstraint, c: number): number {
    const { first } = this.judgement.groups[this.kinds[c]!]!;
    const within = answer.in.over === "frames-by-command" ? c - first : 0;
    const view =
      answer.in === CORE_VIEWS.free && this.scope.units !== undefined ? UNIT_VIEWS.vacant : answer.in;
    return this.views.offset(view) + within * wordsFor(this.grid);
  }

  /** Where the strictest view begins, or `UNBOUND` where none is left. */
  private allowedFrom({ kind }: Command, c: number): number {
    const strictest = this.constraintsOf(kind).at(-1);
    return strictest === undefined ? ANY_ANSWER : this.answerView(strictest, c);
  }
}

/** The bit `judge` sets where a legal command would go beyond a bound of the scope. */
export function limitBit(rule: CommandRule): number {
  return 1 << rule.reasons.length;
}

function asksOfMixed(rules: readonly CommandRule[], kind: CommandKind): boolean {
  const reasons = rules.find((rule) => rule.kind === kind)?.reasons ?? [];
  return reasons.some(({ when }) => when === CORE_VIEWS.mixed);
}
