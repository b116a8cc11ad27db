/**
 * The specification laid out for one scope: every command bound to its rule, ready for the search.
 *
 * Given a state and a command, `judge` yields the **set** of true reasons (the specification judges,
 * it does not predict); given an accepted answer, the effect of the command yields the one successor.
 */
import { CORE_RULES, ruleOf } from "./core.js";
import { Effects } from "./core-effects.js";
import { CoreViews, coreFields, planesOf } from "./core-views.js";
import { type Group, type Guard, Judgement } from "./judgement.js";
import { type Layout, layOut, type Place, read } from "./layout.js";
import { type CommandRule, VIEWS, type ViewId } from "./rules.js";
import { frameMask, rangeNumber, type Scope } from "./scope.js";
import {
  ALLOCATED,
  COMMAND_KINDS,
  type Command,
  type CommandKind,
  FREE,
  type ReasonId,
} from "./vocabulary.js";

/** The key of a reason, such as `release/live-slice`, to leave out of a specification. */
export interface Without {
  readonly without?: readonly string[];
}

/** The specification of one scope. Not to be shared between two searches: it holds the views of one state. */
export class Specification {
  readonly layout: Layout;
  /** Every command of the scope, in the order in which they are tried. */
  readonly commands: readonly Command[];
  /** For each command the index of its kind in `COMMAND_KINDS`. */
  readonly kinds: Uint8Array;
  readonly views: CoreViews;
  private readonly planes: readonly (readonly Place[])[];
  /** What accepted commands do to a packed state. */
  readonly effects: Effects;
  /** Where the view of free frames begins. */
  private readonly free: number;
  /** For each reason of each kind the set of commands it refuses in the state last looked at. */
  readonly judgement: Judgement;

  constructor(
    readonly scope: Scope,
    { without = [] }: Without = {},
  ) {
    this.layout = layOut(coreFields(scope));
    this.views = new CoreViews(scope, this.layout);
    this.free = this.views.offset("free");
    this.planes = planesOf(scope, this.layout);
    this.commands = COMMAND_KINDS.flatMap((kind): Command[] => CORE_RULES[kind].instances(scope));
    this.kinds = Uint8Array.from(this.commands, ({ kind }) => COMMAND_KINDS.indexOf(kind));
    this.effects = new Effects(scope, this.layout, this.commands);
    this.judgement = new Judgement(COMMAND_KINDS.map((kind) => this.groupOf(ruleOf(kind), without)));
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

  /** Whether a frame, which may be none of the scope's, is free in the state last looked at. */
  isFree(frame: number): boolean {
    if (frame >= this.scope.frames) return false;
    return ((this.views.bits[this.free + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  }

  /** What a frame is in the packed state at `words[at]`: `FREE`, an owner's number, or `ALLOCATED`. */
  kindOf(words: Int32Array, at: number, frame: number): number {
    const planes = this.planes;
    for (let plane = 0; plane < planes.length; plane++)
      if (((read(words, at, planes[plane]![frame >>> 5]!) >>> (frame & 31)) & 1) === 1)
        return plane === 0 ? ALLOCATED : plane;
    return FREE;
  }

  /** The commands of one kind with the guards of each of its reasons, the bound of the scope last. */
  private groupOf(rule: CommandRule, without: readonly string[]): Group {
    const commands = this.commands.filter(({ kind }) => kind === rule.kind);
    const guards = (view: ViewId) => commands.flatMap((command, i) => this.guardsOf(view, command, i));
    const reasons = rule.reasons.map(({ id, when }) =>
      without.includes(`${rule.kind}/${id}`) ? [] : guards(when),
    );
    return {
      first: this.commands.findIndex(({ kind }) => kind === rule.kind),
      count: commands.length,
      reasons: rule.bound === null ? reasons : [...reasons, guards(rule.bound)],
    };
  }

  /** When a command is refused by a view: as guards, one for each word of the view it is about. */
  private guardsOf(view: ViewId, command: Command, within: number): Guard[] {
    const owner = "owner" in command ? command.owner : 1;
    const offset = this.views.offset(view, owner);
    return maskOver(VIEWS[view].over, this.scope, command)
      .map((bits, word) => ({ command: within, word: offset + word, bits }))
      .filter(({ bits }) => bits !== 0);
  }
}

/** The bit `judge` sets where a legal command would go beyond a bound of the scope. */
export function boundBit(rule: CommandRule): number {
  return 1 << rule.reasons.length;
}

/** The reasons in a mask that `judge` yielded for a command of this kind, in the order of the table. */
export function reasonsIn(kind: CommandKind, mask: number): ReasonId[] {
  return ruleOf(kind)
    .reasons.filter((_, i) => (mask & (1 << i)) !== 0)
    .map(({ id }) => id);
}

/** The bits a command is about in a view over frames, ranges or the whole. */
function maskOver(over: "frames" | "ranges" | "whole", scope: Scope, command: Command): number[] {
  if (over === "whole") return [1];
  if (over === "frames") {
    if ("range" in command) return frameMask(scope.frames, command.range);
    if ("frame" in command) return frameMask(scope.frames, { start: command.frame, count: 1 });
    throw new Error(`internal: ${command.kind} names no frame`);
  }
  if (!("range" in command)) throw new Error(`internal: ${command.kind} names no range`);
  const number = rangeNumber(scope.frames, command.range);
  const words = new Array<number>((number >>> 5) + 1).fill(0);
  words[number >>> 5] = 1 << (number & 31);
  return words;
}
