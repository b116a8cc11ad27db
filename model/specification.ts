/**
 * The specification laid out for one scope: every command bound to its rule, ready for the search.
 *
 * Given a state and a command, `judge` yields the **set** of true reasons (the specification judges,
 * it does not predict); given an accepted answer, `apply` yields the one successor. A guard is one
 * row `(word of a view, bits, reason)` of a flat table, so judging makes no object and calls nothing.
 */
import { CORE_RULES, ruleOf } from "./core.js";
import { type BoundEffect, bindEffect } from "./core-effects.js";
import { CoreViews, coreFields, planesOf } from "./core-views.js";
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
  private readonly effects: readonly BoundEffect[];
  /** The guards of command `c` are the rows `first[c]` to `first[c + 1] - 1` of the three tables below. */
  private readonly first: Int32Array;
  private readonly guardWord: Int32Array;
  private readonly guardBits: Int32Array;
  private readonly guardReason: Int32Array;

  constructor(
    readonly scope: Scope,
    { without = [] }: Without = {},
  ) {
    this.layout = layOut(coreFields(scope));
    this.views = new CoreViews(scope, this.layout);
    this.planes = planesOf(scope, this.layout);
    this.commands = COMMAND_KINDS.flatMap((kind): Command[] => CORE_RULES[kind].instances(scope));
    this.kinds = Uint8Array.from(this.commands, ({ kind }) => COMMAND_KINDS.indexOf(kind));
    this.effects = this.commands.map((command) =>
      bindEffect(scope, this.layout, ruleOf(command.kind).effect, command),
    );
    const rows: { word: number; bits: number; reason: number }[] = [];
    this.first = Int32Array.from([...this.commands, null], (command) => {
      const start = rows.length;
      if (command !== null) rows.push(...this.guardsOf(command, without));
      return start;
    });
    this.guardWord = Int32Array.from(rows, ({ word }) => word);
    this.guardBits = Int32Array.from(rows, ({ bits }) => bits);
    this.guardReason = Int32Array.from(rows, ({ reason }) => reason);
  }

  /** Takes the packed state at `words[at]` as the one that `judge`, `inView` and `kindOf` speak of. */
  look(words: Int32Array, at: number): void {
    this.views.look(words, at);
  }

  /**
   * The true reasons to refuse command number `c` in the state last looked at: bit `i` for the i-th
   * reason of its rule, and `boundBit` where the command meets the scope's bound. 0 is a legal command.
   */
  judge(c: number): number {
    const { guardWord, guardBits, guardReason } = this;
    const { bits } = this.views;
    const end = this.first[c + 1]!;
    let mask = 0;
    for (let row = this.first[c]!; row < end; row++)
      if ((bits[guardWord[row]!]! & guardBits[row]!) !== 0) mask |= guardReason[row]!;
    return mask;
  }

  /** What command number `c`, once accepted, does to a packed state. */
  effectOf(c: number): BoundEffect {
    return this.effects[c]!;
  }

  /** Whether a frame is in a view of the state last looked at. */
  inView(view: ViewId, frame: number): boolean {
    return ((this.views.bits[this.views.offset(view) + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  }

  /** What a frame is in the packed state at `words[at]`: `FREE`, an owner's number, or `ALLOCATED`. */
  kindOf(words: Int32Array, at: number, frame: number): number {
    const planes = this.planes;
    for (let plane = 0; plane < planes.length; plane++)
      if (((read(words, at, planes[plane]![frame >>> 5]!) >>> (frame & 31)) & 1) === 1)
        return plane === 0 ? ALLOCATED : plane;
    return FREE;
  }

  /** The guards of one command as rows: where to look, at which bits, and which reason they make true. */
  private guardsOf(command: Command, without: readonly string[]) {
    const rule = ruleOf(command.kind);
    const rows = rule.reasons.flatMap((reason, i) =>
      without.includes(`${rule.kind}/${reason.id}`) ? [] : this.rowsOf(reason.when, command, 1 << i),
    );
    if (rule.bound !== null) rows.push(...this.rowsOf(rule.bound, command, boundBit(rule)));
    return rows;
  }

  private rowsOf(view: ViewId, command: Command, reason: number) {
    const owner = "owner" in command ? command.owner : 1;
    const offset = this.views.offset(view, owner);
    return maskOver(VIEWS[view].over, this.scope, command)
      .map((bits, word) => ({ word: offset + word, bits, reason }))
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
