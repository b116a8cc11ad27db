/**
 * Looks back over a search that has closed: from which states can something never come about any more?
 *
 * Each state has a row of bits: what is so in it, or in some state that can follow. What a successor's row
 * has is taken over until nothing changes, from the last state to the first and back in turn. Edges are not
 * kept: a state is expanded anew each time round, unless its row is full already. `expanded` says how often
 * that was; memory is the rows, and an index by which a successor's row is found.
 */
import { lowestBit } from "../../model/basics/bits.js";
import { FindingLog } from "./finding-log.js";
import type { Search } from "./search.js";
import { StateIndex } from "./state-index.js";
import type { TransitionSystem } from "./transition-system.js";

/** What must be able to come about, as bits: which are so in a state, and which it asks for. */
export interface Goals {
  /** How many words the bits take. */
  readonly words: number;
  /** What is so in the state last looked at. */
  readonly reached: Int32Array;
  /** What that state asks for: it, or some state that can follow, must have reached it. */
  readonly asked: Int32Array;
  /** What a bit is about in that state: of each group the first state that asks in vain is kept. */
  groupOf(bit: number): number;
  look(store: Int32Array, at: number): void;
}

/** A state that asks in vain for a bit. */
export interface Trap {
  readonly state: number;
  readonly bit: number;
  readonly group: number;
}

export class BackwardPass {
  /** Of each group the first state that asks in vain, in the order of states. */
  readonly traps: Trap[] = [];
  /** What some state asked for, as groups. */
  readonly groups = new Set<number>();
  /** A state that no longer leads where it led. */
  unlike: number | null = null;
  /** How often a state was expanded. */
  expanded = 0;
  /** A row a state. */
  private readonly rows: Int32Array;
  /** What some state asks for: no row needs more. */
  private readonly wanted: Int32Array;
  private readonly index: StateIndex;
  private readonly log = new FindingLog();
  private readonly work: Iterator<null>;

  /** By `system`, which goes on as that of the search does. Throws where there is no memory for it. */
  constructor(
    private readonly search: Search,
    private readonly goals: Goals,
    private readonly system: TransitionSystem = search.system,
  ) {
    this.rows = new Int32Array(search.visited.count * goals.words);
    this.wanted = new Int32Array(goals.words);
    this.index = new StateIndex(search.visited);
    this.work = this.parts();
  }

  /** The bytes it takes for so many states. */
  static bytesFor(states: number, { words }: Goals): number {
    return 4 * (states * words + StateIndex.slotsFor(states));
  }

  /** Looks at some states more; false once there is no more to do. */
  advance(states: number): boolean {
    for (let n = 0; n < states; n++) if (this.work.next().done === true) return false;
    return true;
  }

  private *parts(): Generator<null> {
    const { count } = this.search.visited;
    for (let state = 0; state < count; state++) {
      this.begin(state);
      yield null;
    }
    for (let down = true, changed = true; changed && this.unlike === null; down = !down) {
      changed = false;
      for (let n = 0; n < count && this.unlike === null; n++) {
        const state = down ? count - 1 - n : n;
        // One that breaks a rule was not expanded, so nothing follows.
        if (this.isFull(state) || this.search.broken.has(state)) continue;
        if (this.takeOver(state)) changed = true;
        yield null;
      }
    }
    for (let state = 0; state < count && this.unlike === null; state++) {
      this.judge(state);
      yield null;
    }
  }

  private begin(state: number): void {
    const { goals, rows, wanted } = this;
    this.look(state);
    for (let w = 0; w < goals.words; w++) {
      rows[state * goals.words + w] = goals.reached[w]!;
      wanted[w]! |= goals.asked[w]!;
    }
  }

  private look(state: number): void {
    const { visited } = this.search;
    this.goals.look(visited.chunkOf(state), visited.offsetOf(state));
  }

  private isFull(state: number): boolean {
    const { rows, wanted } = this;
    const at = state * wanted.length;
    for (let w = 0; w < wanted.length; w++) if ((wanted[w]! & ~rows[at + w]!) !== 0) return false;
    return true;
  }

  /** Takes over what the successors of a state have; whether that was more than it had. */
  private takeOver(state: number): boolean {
    const { search, rows, log, index, system } = this;
    const { visited } = search;
    const { successors, words } = system;
    const length = this.wanted.length;
    this.expanded++;
    log.state = state;
    const count = system.expand(visited.chunkOf(state), visited.offsetOf(state), 0, log);
    let changed = false;
    for (let i = 0; i < count; i++) {
      const next = index.find(successors.states, i * words);
      if (next < 0) {
        this.unlike = state;
        return false;
      }
      for (let w = 0; w < length; w++) {
        const more = rows[next * length + w]! & ~rows[state * length + w]!;
        rows[state * length + w]! |= more;
        if (more !== 0) changed = true;
      }
    }
    return changed;
  }

  private judge(state: number): void {
    const { goals, rows, traps, groups } = this;
    this.look(state);
    for (let w = 0; w < goals.words; w++)
      for (let bits = goals.asked[w]!; bits !== 0; bits &= bits - 1) {
        const bit = 32 * w + lowestBit(bits);
        const group = goals.groupOf(bit);
        groups.add(group);
        const isReached = ((rows[state * goals.words + w]! >>> (bit & 31)) & 1) === 1;
        if (!isReached && !traps.some((trap) => trap.group === group)) traps.push({ state, bit, group });
      }
  }
}
