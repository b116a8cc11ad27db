/** Sorts the CPUs of a state by what they are at: which of them has which number changes nothing. */
import type { Explanation, Explanations } from "./explanations.js";
import { NumberedRows } from "./numbered-rows.js";
import type { SharedState } from "./shared-state.js";

export class CpuOrder {
  /** For each place the CPU that is to stand there, and what that is at. */
  private readonly from: Int32Array;
  private readonly locals: Int32Array;
  /** The sets that come of it, by the number of a set and an order. */
  private readonly orders = new NumberedRows();
  private readonly question: Int32Array;
  private readonly sets: number[] = [];

  constructor(
    private readonly shared: SharedState,
    private readonly explanations: Explanations,
    private readonly locks: number,
  ) {
    this.from = new Int32Array(shared.cpus);
    this.locals = new Int32Array(shared.cpus);
    this.question = new Int32Array(shared.cpus + 1);
  }

  /** Sorts those of the state at `states[at]`, who has which lock, and what explains their answers. */
  sort(states: Int32Array, at: number): void {
    const { from, locals, shared, locks } = this;
    const { cpus, cpusAt, setAt } = shared;
    let isSorted = true;
    for (let cpu = 0; cpu < cpus; cpu++) {
      const local = states[at + cpusAt + cpu]!;
      let place = cpu;
      for (; place > 0 && locals[place - 1]! > local; place--) {
        locals[place] = locals[place - 1]!;
        from[place] = from[place - 1]!;
        isSorted = false;
      }
      locals[place] = local;
      from[place] = cpu;
    }
    if (isSorted) return;
    for (let cpu = 0; cpu < cpus; cpu++) states[at + cpusAt + cpu] = locals[cpu]!;
    for (let lock = 0; lock < locks; lock++) {
      const holder = shared.holder(states, at, lock);
      if (holder > 0) shared.setHolder(states, at, lock, from.indexOf(holder - 1) + 1);
    }
    states[at + setAt] = this.reordered(states[at + setAt]!);
  }

  /** The set of explanations in which the CPU in place `i` is the one that was in place `from[i]`. */
  private reordered(number: number): number {
    const { from, explanations, question } = this;
    question[0] = number;
    question.set(from, 1);
    const asked = this.orders.numberOf(question);
    if (asked < this.sets.length) return this.sets[asked]!;
    const { width, stateWords, sets } = explanations;
    const set = sets[number]!; // the caller's number of a set
    const moved: Explanation[] = [];
    for (let at = 0; at < set.length; at += width) {
      const explanation = set.slice(at, at + width);
      from.forEach((cpu, i) => {
        explanation[stateWords + i] = set[at + stateWords + cpu]!;
      });
      moved.push(explanation);
    }
    const made = explanations.setOf(moved);
    this.sets.push(made);
    return made;
  }
}
