/** The specification by itself as a transition system: every answer it allows is a transition. */

import { bitCount, lowestBit } from "../model/bits.js";
import { STRICT } from "../model/contracts.js";
import { ruleOf } from "../model/core.js";
import { commandsIn } from "../model/judgement.js";
import type { Specification } from "../model/specification.js";
import { bindInvariants, type Invariant } from "../properties/invariants.js";
import { Successors } from "./successors.js";
import { ACCEPT, SKIP, Tally } from "./tally.js";
import type { TransitionSystem } from "./transition-system.js";

export class SpecAlone implements TransitionSystem {
  readonly words: number;
  readonly kinds: Uint8Array;
  readonly successors: Successors;
  readonly tally: Tally;
  /** For each command whether it answers a frame: any one in the view its rule names. */
  private readonly answersFrame: Uint8Array;
  /** The commands of one word by their sets of true reasons, while they are counted. */
  private readonly parts: Int32Array;
  private readonly broken: () => Invariant | null;

  constructor(private readonly specification: Specification) {
    const { commands, layout, scope } = specification;
    this.words = layout.words;
    this.kinds = specification.kinds;
    this.answersFrame = Uint8Array.from(commands, ({ kind }) => (ruleOf(kind).answer === null ? 0 : 1));
    const most = this.answersFrame.reduce((sum, framed) => sum + (framed ? scope.frames : 1), 0);
    this.successors = new Successors(this.words, most);
    this.tally = new Tally(specification, STRICT);
    this.parts = new Int32Array(1 << Math.max(...specification.judgement.groups.map((g) => g.reasons)));
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
        const legal = this.count(g, w);
        if (legal !== 0) found = this.putAll(g, w, legal, found, store, at);
      }
    tally.transitions += found - from;
    return found;
  }

  inspect(store: Int32Array, at: number): string | null {
    this.specification.views.look(store, at);
    return this.broken()?.id ?? null;
  }

  /** Counts how the commands of one word come out, by sets of true reasons, and returns those to accept. */
  private count(g: number, w: number): number {
    const { tally, parts } = this;
    const { sets, groups } = this.specification.judgement;
    const group = groups[g]!;
    const base = tally.base[group.first]!;
    const last = 1 << group.reasons;
    parts[0] = commandsIn(group, w);
    for (let i = 0; i < group.reasons; i++) {
      const set = sets[group.at + i * group.words + w]!;
      for (let mask = 0; mask < 1 << i; mask++) {
        const part = parts[mask]!;
        parts[mask] = part & ~set;
        parts[mask | (1 << i)] = part & set;
      }
    }
    let legal = 0;
    for (let mask = 0; mask < last; mask++) {
      const part = parts[mask]!;
      if (part === 0) continue;
      const asked = tally.asked[base + mask]!;
      if (asked === SKIP) continue;
      const count = bitCount(part);
      tally.tried += count;
      if (asked === ACCEPT) legal = part;
      else tally.counts[base + mask]! += count;
    }
    return legal;
  }

  /** Writes the successors of the legal commands of one word, every answer of each. */
  private putAll(g: number, w: number, legal: number, from: number, store: Int32Array, at: number): number {
    const { specification, tally, answersFrame } = this;
    const { first } = specification.judgement.groups[g]!;
    const { frames } = specification.scope;
    let found = from;
    for (let bits = legal; bits !== 0; bits &= bits - 1) {
      const c = first + 32 * w + lowestBit(bits);
      if (answersFrame[c] === 0) this.put(found++, store, at, c, 0);
      else
        for (let frame = 0; frame < frames; frame++)
          if (specification.isFree(frame)) this.put(found++, store, at, c, frame);
    }
    tally.counts[tally.base[first]!]! += found - from;
    return found;
  }

  private put(i: number, store: Int32Array, at: number, c: number, answer: number): void {
    const { words, successors, specification, tally } = this;
    const { states } = successors;
    const to = i * words;
    for (let w = 0; w < words; w++) states[to + w] = store[at + w]!;
    specification.effectOf(c)(states, to, answer);
    tally.noteSuccessor(states, to, words);
    successors.commands[i] = c;
    successors.answers[i] = answer;
  }
}
