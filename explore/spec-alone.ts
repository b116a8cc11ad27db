/** The specification by itself as a transition system: every answer it allows is a transition. */
import { STRICT } from "../model/contracts.js";
import { ruleOf } from "../model/core.js";
import type { Specification } from "../model/specification.js";
import { brokenInvariant } from "../properties/invariants.js";
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

  constructor(private readonly specification: Specification) {
    const { commands, layout, scope } = specification;
    this.words = layout.words;
    this.kinds = specification.kinds;
    this.answersFrame = Uint8Array.from(commands, ({ kind }) => (ruleOf(kind).answer === null ? 0 : 1));
    const most = this.answersFrame.reduce((sum, framed) => sum + (framed ? scope.frames : 1), 0);
    this.successors = new Successors(this.words, most);
    this.tally = new Tally(specification, STRICT);
  }

  initial(): void {
    this.successors.states.fill(0, 0, this.words);
  }

  expand(store: Int32Array, at: number): number {
    const { specification, tally, answersFrame } = this;
    const { asked, base, counts } = tally;
    const { frames } = specification.scope;
    specification.look(store, at);
    tally.noteState(specification);
    let tried = 0;
    let found = 0;
    for (let c = 0; c < base.length; c++) {
      const slot = base[c]! + specification.judge(c);
      const ask = asked[slot]!;
      if (ask === SKIP) continue;
      tried++;
      if (ask !== ACCEPT) {
        counts[slot]!++;
        continue;
      }
      const before = found;
      if (answersFrame[c] === 0) this.put(found++, store, at, c, 0);
      else
        for (let frame = 0; frame < frames; frame++)
          if (specification.inView("free", frame)) this.put(found++, store, at, c, frame);
      counts[slot]! += found - before;
    }
    tally.tried += tried;
    tally.transitions += found;
    return found;
  }

  inspect(store: Int32Array, at: number): string | null {
    this.specification.look(store, at);
    return brokenInvariant(this.specification)?.invariant.id ?? null;
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
