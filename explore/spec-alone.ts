/** The specification by itself as a transition system: every answer it allows is a transition. */

import { bitCount, lowestBit } from "../model/bits.js";
import { STRICT } from "../model/contracts.js";
import { ruleOf } from "../model/core.js";
import { commandsIn } from "../model/judgement.js";
import type { Specification } from "../model/specification.js";
import { bindInvariants, type Invariant } from "../properties/invariants.js";
import { Demands } from "./demands.js";
import { Successors } from "./successors.js";
import { Tally } from "./tally.js";
import type { TransitionSystem } from "./transition-system.js";

export class SpecAlone implements TransitionSystem {
  readonly words: number;
  readonly kinds: Uint8Array;
  readonly successors: Successors;
  readonly tally: Tally;
  /** For each command whether it answers a frame: any one in the view its rule names. */
  private readonly answersFrame: Uint8Array;
  private readonly demands: Demands;
  private readonly broken: () => Invariant | null;

  constructor(private readonly specification: Specification) {
    const { commands, layout, scope } = specification;
    this.words = layout.words;
    this.kinds = specification.kinds;
    this.answersFrame = Uint8Array.from(commands, ({ kind }) => (ruleOf(kind).answer === null ? 0 : 1));
    const most = this.answersFrame.reduce((sum, framed) => sum + (framed ? scope.frames : 1), 0);
    this.successors = new Successors(this.words, most);
    this.demands = new Demands(specification, STRICT);
    this.tally = new Tally(this.demands, specification);
    this.broken = bindInvariants(specification);
  }

  initial(): void {
    this.successors.states.fill(0, 0, this.words);
  }

  expand(store: Int32Array, at: number, from: number): number {
    const { specification, tally } = this;
    const { groups } = specification.judgement;
    specification.look(store, at);
    tally.noteState(specification);
    let found = from;
    for (let g = 0; g < groups.length; g++)
      for (let w = 0; w < groups[g]!.words; w++) {
        const legal = tally.countWord(specification.judgement, g, w, commandsIn(groups[g]!, w));
        if (legal !== 0) found = this.putAll(g, w, legal, found, store, at);
      }
    tally.transitions += found - from;
    return found;
  }

  inspect(store: Int32Array, at: number): string | null {
    this.specification.views.look(store, at);
    return this.broken()?.id ?? null;
  }

  /** Writes the successors of the legal commands of one word, every answer of each. */
  private putAll(g: number, w: number, legal: number, from: number, store: Int32Array, at: number): number {
    const { specification, tally, demands, successors, words } = this;
    const { states, commands, answers } = successors;
    const { effects } = specification;
    const { first } = specification.judgement.groups[g]!;
    const lastAnswer = this.answersFrame[first] === 1 ? specification.scope.frames - 1 : 0;
    let found = from;
    for (let bits = legal; bits !== 0; bits &= bits - 1) {
      const c = first + 32 * w + lowestBit(bits);
      for (let answer = 0; answer <= lastAnswer; answer++) {
        if (lastAnswer > 0 && !specification.isFree(answer)) continue;
        const to = found * words;
        effects.apply(c, answer, store, at, states, to);
        if (states[to] === 0) tally.noteSuccessor(states, to, words);
        commands[found] = c;
        answers[found] = answer;
        found++;
      }
    }
    // Counted once a command so far; acceptances count once an answer.
    tally.counts[demands.base[first]!]! += found - from - bitCount(legal);
    return found;
  }
}
