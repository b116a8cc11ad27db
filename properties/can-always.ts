/**
 * What must be able to come about from every state: what somebody holds can come back, and what is free can
 * be handed out again. By some sequence of commands, not by every one: nobody is forced to give back.
 *
 * Not asked of what is never given back by design: the modules say what of their own comes to that, and the
 * contract what the allocator takes for ever.
 */
import { type Contract, leavesOf } from "../model/contracts/named.js";
import { modulesIn } from "../model/modules/all.js";
import type { Holder } from "../model/rules/module.js";
import type { Specification } from "../model/specification/specification.js";
import type { CommandKind } from "../model/words/commands.js";
import type { HolderId } from "../model/words/holders.js";
import { frameMask } from "../model/words/ranges.js";
import { gridOf, type Scope, unitsOf } from "../model/words/scope.js";

/** A rule about all that can follow a state. */
export interface AlwaysRule {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
}

export const ALWAYS_RELEASABLE: AlwaysRule = {
  id: "always-releasable",
  statement: "from every state some sequence of commands makes a frame that somebody holds free again",
  because: "what can never come back is memory that the machine does not have, and nobody is told",
};

export const ALWAYS_ALLOCATABLE: AlwaysRule = {
  id: "always-allocatable",
  statement: "from every state some sequence of commands hands out a frame that is free",
  because: "a frame that was given back and is never handed out again is lost, whatever the counts say",
};

/** The rules that `--can-always` is about. */
export const ALWAYS_RULES: readonly AlwaysRule[] = [ALWAYS_RELEASABLE, ALWAYS_ALLOCATABLE];

/** Who keeps frames for ever, and why nobody asks for them. */
export interface ForEver {
  readonly holder: HolderId;
  readonly because: string;
}

/** A holder with why it is not asked, if it is not. Of several the first that has a frame counts. */
interface Row extends Holder {
  readonly because: string | undefined;
  readonly offset: number;
}

/** Both rules over the states of a specification: a bit a unit for becoming free, then for being taken. */
export class AlwaysGoals {
  readonly words: number;
  readonly reached: Int32Array;
  readonly asked: Int32Array;
  /** Whether some state had a unit of a row, of those that are not asked. */
  private readonly spared: Uint8Array;
  private readonly rows: readonly Row[];
  private readonly half: number;
  /** The units of each frame, `half` words a frame; `null` where a frame is one. */
  private readonly frames: Int32Array | null;
  /** Why what is free need not be handed out, where it need not. */
  private readonly keepsFree: string | undefined;

  /** The allocator offers the commands of the kinds `untried`, but none of them in this scope. */
  constructor(
    private readonly specification: Specification,
    contract: Contract,
    untried: readonly CommandKind[] = [],
  ) {
    const { views, scope } = specification;
    const inForce = leavesOf(contract).filter(({ leaveWith = "core" }) => scope.modules.includes(leaveWith));
    const forEver: { [K in HolderId]?: string } = {};
    for (const leave of inForce) Object.assign(forEver, leave.forEver);
    this.half = views.frameWords;
    this.words = 2 * this.half;
    this.reached = new Int32Array(this.words);
    this.asked = new Int32Array(this.words);
    const holders = [...modulesIn(scope)].reverse().flatMap(({ holders = [] }) => holders);
    const tried = new Set(
      specification.commands.map(({ kind }) => kind).filter((kind) => !untried.includes(kind)),
    );
    const ruledOut = ({ givenBackBy }: Holder) => {
      const kinds = givenBackBy.filter((kind) => untried.includes(kind));
      if (kinds.length === 0 || givenBackBy.some((kind) => tried.has(kind))) return undefined;
      return `${kinds.join(" and ")} ${kinds.length === 1 ? "is" : "are"} not tried in this scope`;
    };
    // What is for ever by what it is comes first: nobody else's word for it counts then.
    const inOrder = [
      ...holders.filter((h) => h.forEver !== undefined),
      ...holders.filter((h) => h.forEver === undefined),
    ];
    const rows = inOrder.map(
      (holder): Row => ({
        ...holder,
        because: holder.forEver ?? forEver[holder.id] ?? ruledOut(holder),
        offset: views.offset(holder.view),
      }),
    );
    this.rows = rows.filter(({ id }) => id !== "free");
    this.keepsFree = forEver.free;
    this.frames = unitsOf(scope) === 1 ? null : framesOf(scope);
    this.spared = new Uint8Array(this.rows.length);
  }

  /** Looks at the state at `words[at]`. */
  look(words: Int32Array, at: number): void {
    const { specification, rows, half, reached, asked, keepsFree, spared } = this;
    const { views } = specification;
    const { bits, offsets } = views;
    views.look(words, at);
    for (let w = 0; w < half; w++) {
      const held = bits[offsets.allocated + w]! | bits[offsets.reserved + w]!;
      let left = held;
      let wanted = 0;
      for (let r = 0; r < rows.length; r++) {
        const { offset, because } = rows[r]!;
        const theirs = left & bits[offset + w]!;
        if (because === undefined) wanted |= theirs;
        else if (theirs !== 0) spared[r] = 1;
        left &= ~bits[offset + w]!;
      }
      reached[w] = bits[offsets.free + w]!;
      asked[w] = wanted;
      reached[half + w] = held;
      asked[half + w] = keepsFree === undefined ? reached[w]! : 0;
    }
    if (this.frames !== null && keepsFree === undefined) this.askForWhole(this.frames);
  }

  /** Who keeps frames for ever, of those who had some in the states looked at. */
  get forEver(): readonly ForEver[] {
    const { rows, spared, keepsFree } = this;
    const kept = rows.flatMap(({ id, because }, r) =>
      because === undefined || spared[r] === 0 ? [] : [{ holder: id, because }],
    );
    return keepsFree === undefined ? kept : [...kept, { holder: "free", because: keepsFree }];
  }

  /** Frames are handed out whole: of one in which somebody has a part nothing is asked for. */
  private askForWhole(frames: Int32Array): void {
    const { reached, asked, half } = this;
    asked.fill(0, half);
    for (let at = 0; at < frames.length; at += half) {
      let isFree = true;
      for (let w = 0; w < half; w++) if ((frames[at + w]! & ~reached[w]!) !== 0) isFree = false;
      if (isFree) for (let w = 0; w < half; w++) asked[half + w]! |= frames[at + w]!;
    }
  }

  /** Whose the unit of a bit is in the state last looked at, as a number; 0 where it is nobody's. */
  groupOf(bit: number): number {
    if (bit >= 32 * this.half) return 0;
    const { bits } = this.specification.views;
    return 1 + this.rows.findIndex(({ offset }) => ((bits[offset + (bit >>> 5)]! >>> (bit & 31)) & 1) === 1);
  }

  /** The rule that a bit is about. */
  ruleOf(bit: number): AlwaysRule {
    return bit < 32 * this.half ? ALWAYS_RELEASABLE : ALWAYS_ALLOCATABLE;
  }

  /** What is expected of a bit that the state last looked at asks for. */
  expected(bit: number): string {
    const group = this.groupOf(bit);
    const who = group === 0 ? "free" : this.rows[group - 1]!.id; // numbers of rows begin at 1
    const becomes = group === 0 ? "be handed out" : "become free";
    return `${this.unitName(bit)} (${who}) to ${becomes} again by some sequence of commands`;
  }

  /** The rule that a group of bits is about. */
  ruleOfGroup(group: number): AlwaysRule {
    return group === 0 ? ALWAYS_ALLOCATABLE : ALWAYS_RELEASABLE;
  }

  /** That a bit never comes about, in so many states where they were counted. */
  never(bit: number, states?: number): string {
    const where =
      states === 1
        ? "the one state there is"
        : `any of the ${states === undefined ? "" : `${states} `}states there are`;
    const what = this.ruleOf(bit) === ALWAYS_RELEASABLE ? "free" : "anybody's";
    return `${this.unitName(bit)} is not ${what} in ${where} from here on`;
  }

  /** The bits that the state last looked at asks for, by a rule. */
  askedBy(rule: string): number[] {
    const { asked, words } = this;
    return Array.from({ length: 32 * words }, (_, bit) => bit).filter(
      (bit) => ((asked[bit >>> 5]! >>> (bit & 31)) & 1) === 1 && this.ruleOf(bit).id === rule,
    );
  }

  private unitName(bit: number): string {
    const unit = bit % (32 * this.half);
    return `${this.specification.scope.units === undefined ? "frame" : "unit"} ${unit}`;
  }
}

/** The units of each frame, as words of bits. */
function framesOf(scope: Scope): Int32Array {
  const units = unitsOf(scope);
  const frames = Array.from({ length: scope.frames }, (_, frame) =>
    frameMask(gridOf(scope), { start: frame * units, count: units }),
  );
  return Int32Array.from(frames.flat());
}
