/** Sorts the CPUs of a state by what they are at: which of them has which number changes nothing. */
import type { Explanation, Explanations } from "./explanations.js";
import type { SharedState } from "./shared-state.js";

export class CpuOrder {
  /** For each place the CPU that is to stand there. */
  private readonly from: number[] = [];
  private readonly orders = new Map<number, number>();

  constructor(
    private readonly shared: SharedState,
    private readonly explanations: Explanations,
    private readonly locks: number,
  ) {}

  /** Sorts those of the state at `states[at]`, who has which lock, and what explains their answers. */
  sort(states: Int32Array, at: number): void {
    const { from, shared, locks } = this;
    const { cpus, cpusAt, setAt } = shared;
    let isSorted = true;
    for (let cpu = 0; cpu < cpus; cpu++) {
      from[cpu] = states[at + cpusAt + cpu]!;
      if (cpu > 0 && from[cpu]! < from[cpu - 1]!) isSorted = false;
    }
    if (isSorted) return;
    const locals = from.slice();
    for (let cpu = 0; cpu < cpus; cpu++) from[cpu] = cpu;
    from.sort((a, b) => locals[a]! - locals[b]! || a - b);
    for (let cpu = 0; cpu < cpus; cpu++) states[at + cpusAt + cpu] = locals[from[cpu]!]!;
    for (let lock = 0; lock < locks; lock++) {
      const holder = shared.holder(states, at, lock);
      if (holder > 0) shared.setHolder(states, at, lock, from.indexOf(holder - 1) + 1);
    }
    states[at + setAt] = this.reordered(states[at + setAt]!);
  }

  /** The set of explanations in which the CPU in place `i` is the one that was in place `from[i]`. */
  private reordered(number: number): number {
    const { from, explanations } = this;
    const key = from.reduce((sum, cpu) => sum * from.length + cpu, number);
    const known = this.orders.get(key);
    if (known !== undefined) return known;
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
    const made = explanations.intern(moved);
    this.orders.set(key, made);
    return made;
  }
}
