/** The explanations of a trace, each with the order in which its commands took effect. */
import { type Explanation, type Explanations, PENDING } from "./explanations.js";

/** A command that took effect: its number in the trace, and the effect. */
export interface Took {
  readonly command: number;
  readonly effect: number;
}

/** An explanation, and how it came about. */
export interface Ordered {
  readonly explanation: Explanation;
  readonly order: readonly Took[];
}

export class LastExplanation {
  /** What still explains the answers: of those that are alike one. */
  private alive: readonly Ordered[];

  constructor(private readonly explanations: Explanations) {
    const { sets, width } = explanations;
    this.alive = [{ explanation: sets[0]!.slice(0, width), order: [] }]; // the first set
  }

  /** A CPU has answered; `numbers` are the commands under way, by CPU, as the trace counts them. */
  answered(pending: Int32Array, cpu: number, answer: number, numbers: readonly number[]): void {
    const left = new Map<string, Ordered>();
    const at = this.explanations.stateWords + cpu;
    for (const ordered of this.followed(pending, cpu, numbers)) {
      const effect = ordered.explanation[at]!;
      if (effect === PENDING || !this.explanations.effects.isAnswered(effect, answer)) continue;
      const explanation = ordered.explanation.slice();
      explanation[at] = PENDING;
      const key = explanation.join();
      if (!left.has(key)) left.set(key, { ...ordered, explanation });
    }
    this.alive = [...left.values()];
  }

  /** All that commands under way can have come to; those of CPU `until` stop where its own took effect. */
  followed(pending: Int32Array, until: number, numbers: readonly number[]): Ordered[] {
    const { explanations } = this;
    const { stateWords } = explanations;
    const met = new Map<string, Ordered>();
    const open: Ordered[] = [];
    const meet = (explanation: Explanation, order: readonly Took[]) => {
      const key = explanation.join();
      if (met.has(key)) return;
      const ordered = { explanation, order };
      met.set(key, ordered);
      open.push(ordered);
    };
    for (const { explanation, order } of this.alive) meet(explanation, order);
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const { explanation, order } = next;
      if (until >= 0 && explanation[stateWords + until] !== PENDING) continue;
      for (let cpu = 0; cpu < pending.length; cpu++) {
        if (pending[cpu]! < 0 || explanation[stateWords + cpu] !== PENDING) continue;
        const command = numbers[cpu]!;
        const after = (taken: Explanation) =>
          meet(taken, [...order, { command, effect: taken[stateWords + cpu]! }]);
        explanations.effects.takeEffect(explanation, pending, cpu, after, () => {});
      }
    }
    return [...met.values()];
  }
}
