/**
 * The specification by itself as a transition system: every answer it allows is a transition, and so is what
 * a contract accepts with another effect.
 */

import { bitCount, lowestBit } from "../../model/basics/bits.js";
import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { Invariant } from "../../model/rules/invariant.js";
import { bitsByGroup } from "../../model/specification/refusal-sets.js";
import type { Specification } from "../../model/specification/specification.js";
import { answersFrame } from "../../model/words/commands.js";
import { HANGS } from "../../properties/answers.js";
import { bindInvariants } from "../../properties/broken-invariants.js";
import { Successors } from "../search/successors.js";
import type { TransitionSystem } from "../search/transition-system.js";
import { ContractedEffects } from "./contracted-effects.js";
import { Tally } from "./tally.js";
import { OTHER_EFFECT, SKIP, VerdictTable } from "./verdict-table.js";

export class SpecAlone implements TransitionSystem {
  readonly words: number;
  readonly kinds: Uint8Array;
  readonly successors: Successors;
  readonly tally: Tally;
  readonly hangRule = HANGS.id;
  readonly lastRules = [];
  /** For each command whether it answers a frame: any one in the view its rule names. */
  private readonly answersFrame: Uint8Array;
  private readonly demands: VerdictTable;
  private readonly broken: () => Invariant | null;
  /** What commands come to instead, where the contract accepts any so. */
  private readonly others: ContractedEffects | null;
  /** The commands of each word that are tried. */
  private readonly tried: readonly Int32Array[];

  /** Tries the commands of these numbers, all when not given, as a client of the contract does. */
  constructor(
    private readonly specification: Specification,
    offered: Iterable<number> = specification.commands.keys(),
    contract: Contract = STRICT,
  ) {
    const { commands, layout } = specification;
    this.words = layout.words;
    this.kinds = specification.kinds;
    this.answersFrame = Uint8Array.from(commands, ({ kind }) => (answersFrame(kind) ? 1 : 0));
    const most = this.answersFrame.reduce(
      (sum, framed, c) => sum + (framed ? specification.answersOf(c) : 1),
      0,
    );
    this.successors = new Successors(this.words, most);
    this.demands = new VerdictTable(specification, contract);
    this.tally = new Tally(this.demands, specification);
    this.tried = bitsByGroup(specification.judgement.groups, offered);
    this.broken = bindInvariants(specification);
    const accepts = this.demands.asked.includes(OTHER_EFFECT);
    this.others = accepts ? new ContractedEffects(specification, contract) : null;
  }

  initial(): void {
    this.successors.states.set(this.specification.initial);
  }

  expand(store: Int32Array, at: number, from: number): number {
    const { specification, tally } = this;
    const { groups } = specification.judgement;
    specification.look(store, at);
    tally.noteState(specification);
    let found = from;
    for (let g = 0; g < groups.length; g++)
      for (let w = 0; w < groups[g]!.words; w++) {
        const tried = this.tried[g]![w]!;
        const legal = tally.countRefused(specification.judgement, g, w, tried);
        if (legal !== 0) found = this.putAll(g, w, legal, found);
        if (this.others !== null)
          found = this.putOthers(this.others, groups[g]!.first + 32 * w, tried & ~legal, store, at, found);
      }
    tally.transitions += found - from;
    return found;
  }

  inspect(store: Int32Array, at: number): string | null {
    this.specification.views.look(store, at);
    return this.broken()?.id ?? null;
  }

  /** Writes the successors of the legal commands of one word, every answer of each, and counts them. */
  private putAll(g: number, w: number, legal: number, from: number): number {
    const { tally, demands } = this;
    const { first } = this.specification.judgement.groups[g]!;
    const base = demands.base[first]!;
    if (demands.asked[base] === SKIP) return from;
    const framed = this.answersFrame[first] === 1;
    const end = framed ? this.putAnswers(first + 32 * w, legal, from) : this.put(first + 32 * w, legal, from);
    tally.counts[base]! += end - from;
    if (framed) tally.moreAnswers += end - from - bitCount(legal);
    return end;
  }

  /** Writes the successor of each command among those refused by the rules that is accepted instead. */
  private putOthers(
    others: ContractedEffects,
    first: number,
    refused: number,
    store: Int32Array,
    at: number,
    from: number,
  ): number {
    const { words, specification, demands, tally } = this;
    const { states, commands, answers } = this.successors;
    let found = from;
    for (let bits = refused; bits !== 0; bits &= bits - 1) {
      const c = first + lowestBit(bits);
      if (demands.demand(c, specification.judge(c)) !== OTHER_EFFECT) continue;
      const to = found * words;
      others.apply(c, 0, OTHER_EFFECT, store, at, states, to);
      tally.noteSuccessor(states, to, words);
      commands[found] = c;
      answers[found] = 0;
      found++;
    }
    return found;
  }

  /** Writes the successor of each legal command; `first` is that of bit 0. */
  private put(first: number, legal: number, from: number): number {
    const { words, tally } = this;
    const { effects } = this.specification;
    const { states, commands, answers } = this.successors;
    let found = from;
    for (let bits = legal; bits !== 0; bits &= bits - 1) {
      const c = first + lowestBit(bits);
      const to = found * words;
      effects.apply(c, 0, states, to);
      tally.noteSuccessor(states, to, words);
      commands[found] = c;
      answers[found] = 0;
      found++;
    }
    return found;
  }

  /** Writes a successor of each legal command for each frame it may answer. */
  private putAnswers(first: number, legal: number, from: number): number {
    const { words, specification, successors } = this;
    const { effects } = specification;
    const { states, commands, answers } = successors;
    let found = from;
    for (let bits = legal; bits !== 0; bits &= bits - 1) {
      const c = first + lowestBit(bits);
      for (let frame = 0; frame < specification.answersOf(c); frame++) {
        if (!specification.mayAnswer(c, frame)) continue;
        effects.apply(c, frame, states, found * words); // a frame more is taken: nothing begins so
        commands[found] = c;
        answers[found] = frame;
        found++;
      }
    }
    return found;
  }
}
