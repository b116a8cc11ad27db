/** What was tried so far, and how often each outcome came up. */

import { bitCount } from "../../model/basics/bits.js";
import { STRICT } from "../../model/contracts/named.js";
import type { Judgement } from "../../model/specification/refusal-sets.js";
import { Specification } from "../../model/specification/specification.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { MODULE_IDS, scopeOf } from "../../model/words/scope.js";
import type { Counter, Counts } from "../search/transition-system.js";
import { SKIP, VerdictTable } from "./verdict-table.js";

/** So many reasons, the bound of the scope among them, are split spelled out; more are counted one by one. */
export const FEW_REASONS = 3;

/** In what `save` writes, where the counts begin: other numbers come first. */
const FIRST_COUNT = 5;

/** How many numbers `Tally.save` writes: it depends on the rules alone; room for those of every module. */
export function tallyLength(): number {
  const smallest = new Specification(scopeOf({ frames: 1, owners: 1, slices: 1, modules: MODULE_IDS }));
  return new Tally(new VerdictTable(smallest, STRICT), smallest).length;
}

export class Tally implements Counter {
  transitions = 0;
  /** Whether some state had no free frame, and whether some command led back to memory as it began. */
  reachedFull = false;
  emptyAgain = false;
  /** How often each slot came out as demanded; what is not tried is counted too, and left out in the end. */
  readonly counts: Float64Array;
  /** How many commands came out otherwise, and how many answers there were beyond one a command. */
  private broken = 0;
  moreAnswers = 0;
  /** For each kind how often a legal command was refused with the contract's leave. */
  readonly refusedLegal = new Float64Array(COMMAND_KINDS.length);
  private readonly exhausted: number;

  constructor(
    private readonly demands: VerdictTable,
    private readonly specification: Specification,
  ) {
    this.counts = new Float64Array(demands.names.length);
    this.exhausted = specification.views.offsets.exhausted;
  }

  /**
   * Counts the commands of word `w` of group `g` that are in `those` and that some reason refuses, each
   * in the slot of its true reasons, as coming out as promised. Returns the others: they have no reason
   * against them, and are to be counted in `counts`. A command that comes out otherwise is taken back
   * with `uncount`.
   */
  countRefused(judgement: Judgement, g: number, w: number, those: number): number {
    const { first, reasons } = judgement.groups[g]!;
    if (reasons > FEW_REASONS) return this.countEach(judgement, g, w, those);
    const base = this.demands.base[first]!;
    const set0 = judgement.refusedBy(0, g, w);
    const set1 = judgement.refusedBy(1, g, w);
    const set2 = judgement.refusedBy(2, g, w);
    // Split by each reason in turn. Spelled out: a loop over the parts takes three times as long.
    const not0 = those & ~set0;
    const only0 = those & set0;
    const not01 = not0 & ~set1;
    const only1 = not0 & set1;
    const only0not1 = only0 & ~set1;
    const both01 = only0 & set1;
    this.count(base + 1, only0not1 & ~set2);
    this.count(base + 2, only1 & ~set2);
    this.count(base + 3, both01 & ~set2);
    if (set2 !== 0) {
      this.count(base + 4, not01 & set2);
      this.count(base + 5, only0not1 & set2);
      this.count(base + 6, only1 & set2);
      this.count(base + 7, both01 & set2);
    }
    return not01 & ~set2;
  }

  /** Counts all commands of a word that are in `those`: `countRefused` says how. */
  countAll(judgement: Judgement, g: number, w: number, those: number): void {
    const legal = this.countRefused(judgement, g, w, those);
    this.count(this.demands.base[judgement.groups[g]!.first]!, legal);
  }

  /** The same one by one, for as many reasons as a command may have. */
  private countEach(judgement: Judgement, g: number, w: number, those: number): number {
    const { first, reasons } = judgement.groups[g]!;
    const base = this.demands.base[first]!;
    let legal = 0;
    for (let bits = those; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      let mask = 0;
      for (let i = 0; i < reasons; i++) if ((judgement.refusedBy(i, g, w) & bit) !== 0) mask |= 1 << i;
      if (mask === 0) legal |= bit;
      else this.count(base + mask, bit);
    }
    return legal;
  }

  private count(slot: number, those: number): void {
    if (those !== 0) this.counts[slot]! += bitCount(those);
  }

  /** How many commands were tried. */
  get tried(): number {
    const { counts, refusedLegal, demands, broken, moreAnswers } = this;
    const promised = counts.reduce((sum, count, s) => (demands.asked[s] === SKIP ? sum : sum + count), 0);
    return promised + refusedLegal.reduce((sum, count) => sum + count, 0) + broken - moreAnswers;
  }

  /** Takes back one count of a slot: the command came out otherwise. */
  uncount(slot: number): void {
    this.counts[slot]!--;
    this.broken++;
  }

  /** A legal command of a kind was refused with the contract's leave: counted as that instead. */
  recount(slot: number, kind: number): void {
    this.counts[slot]!--;
    this.refusedLegal[kind]!++;
  }

  /** Looks whether the state that `specification` last looked at has no free frame. */
  noteState(specification: Specification): void {
    if (specification.views.bits[this.exhausted] === 1) this.reachedFull = true;
  }

  /** Looks whether an accepted command led to the abstract state in which the run began: a map's, or none. */
  noteSuccessor(states: Int32Array, at: number, words: number): void {
    if (this.emptyAgain) return;
    const { initial } = this.specification;
    for (let w = 0; w < words; w++) if (states[at + w] !== initial[w]) return;
    this.emptyAgain = true;
  }

  /** How many numbers `save` writes. */
  get length(): number {
    return FIRST_COUNT + this.counts.length + this.refusedLegal.length;
  }

  /** Writes every count to `target[at]` and on, so that another thread can add them up. */
  save(target: Float64Array, at: number): void {
    const { transitions, reachedFull, emptyAgain, broken, moreAnswers } = this;
    target.set([transitions, Number(reachedFull), Number(emptyAgain), broken, moreAnswers], at);
    target.set(this.counts, at + FIRST_COUNT);
    target.set(this.refusedLegal, at + FIRST_COUNT + this.counts.length);
  }

  /** The counts of several rows written by `save`, each after one number of another kind, added up. */
  sum(rows: Float64Array, count: number, length: number): Counts {
    const total = new Tally(this.demands, this.specification);
    for (let row = 0; row < count; row++) {
      const numbers = rows.subarray(row * length + 1, (row + 1) * length);
      total.transitions += numbers[0]!;
      total.reachedFull ||= numbers[1] === 1;
      total.emptyAgain ||= numbers[2] === 1;
      total.broken += numbers[3]!;
      total.moreAnswers += numbers[4]!;
      for (let i = 0; i < total.counts.length; i++) total.counts[i]! += numbers[FIRST_COUNT + i]!;
      const legal = numbers.subarray(FIRST_COUNT + total.counts.length);
      for (let k = 0; k < total.refusedLegal.length; k++) total.refusedLegal[k]! += legal[k]!;
    }
    return total.snapshot();
  }

  /** The counts so far, by name. */
  snapshot(): Counts {
    const outcomes: Record<string, number> = {};
    const leftToClient: Record<string, number> = {};
    const add = (to: Record<string, number>, name: string, count: number) => {
      if (count > 0) to[name] = (to[name] ?? 0) + count;
    };
    this.demands.names.forEach((name, slot) => {
      if (this.demands.asked[slot] !== SKIP) add(outcomes, name, this.counts[slot]!);
      if (this.demands.leftToClient[slot] === 1)
        add(leftToClient, this.demands.ifAccepted[slot]!, this.counts[slot]!);
    });
    COMMAND_KINDS.forEach((kind, k) => {
      add(outcomes, `${kind}:refused`, this.refusedLegal[k]!);
    });
    const { tried, transitions, broken, reachedFull, emptyAgain } = this;
    return { tried, transitions, broken, outcomes, leftToClient, reachedFull, emptyAgain };
  }
}
