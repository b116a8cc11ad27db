/** Finds the number of a state by its content: the visited set knows no more than whether it is known. */
import { hashOf, type VisitedSet } from "./visited.js";

export class StateIndex {
  /** A power of two of slots, each the number of a state plus one. */
  private readonly table: Int32Array;

  constructor(private readonly visited: VisitedSet) {
    const { count, words } = visited;
    this.table = new Int32Array(StateIndex.slotsFor(count));
    const mask = this.table.length - 1;
    for (let state = 0; state < count; state++) {
      let slot = hashOf(visited.chunkOf(state), visited.offsetOf(state), words) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = state + 1;
    }
  }

  /** How many slots there are for so many states. */
  static slotsFor(states: number): number {
    return 2 ** Math.ceil(Math.log2(states * 1.5 + 1));
  }

  /** The number of the state at `source[at]`; -1 where it is none of the set. */
  find(source: Int32Array, at: number): number {
    const { visited, table } = this;
    const { words } = visited;
    const mask = table.length - 1;
    for (let slot = hashOf(source, at, words) & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
      const state = table[slot]! - 1;
      const chunk = visited.chunkOf(state);
      const offset = visited.offsetOf(state);
      let w = 0;
      while (w < words && chunk[offset + w] === source[at + w]) w++;
      if (w === words) return state;
    }
    return -1;
  }
}
