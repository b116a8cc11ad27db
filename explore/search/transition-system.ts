/** What the engine explores: states of a few words, and for each state its successors. */

import type { FindingLog } from "./finding-log.js";
import type { Successors } from "./successors.js";

/** Counts at one moment, over complete levels when taken between them. */
export interface Counts {
  readonly tried: number;
  readonly transitions: number;
  /** `kind:outcome` to how often, without those that never came out; reasons joined by `+`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** How many commands broke a rule: what follows them is not explored. */
  readonly broken: number;
  /**
   * For each `command/reason` how often the contract left a command to the client for it, so that it was not
   * tried: each command counts once, for the reason that decides.
   */
  readonly leftToClient: Readonly<Record<string, number>>;
  readonly reachedFull: boolean;
  readonly emptyAgain: boolean;
}

/** What counts tries and how they came out. To the engine it is numbers that can be saved and summed. */
export interface Counter {
  readonly transitions: number;
  /** The counts so far. */
  snapshot(): Counts;
  /** Writes them to `target` from `at` on. */
  save(target: Float64Array, at: number): void;
  /** The counts of several workers together, a row of `length` each, as `save` wrote them from place 1 on. */
  sum(rows: Float64Array, workers: number, length: number): Counts;
}

/** A transition system over packed states. It keeps no state of its own between two calls. */
export interface TransitionSystem {
  /** The length of a state in 32-bit words. */
  readonly words: number;
  /** For each command number the number of its kind: of each the first finding under a rule is kept. */
  readonly kinds: Uint8Array;
  /** The rule that a command breaks which never returns. */
  readonly hangRule: string;
  /** Rules that end the search where they are broken: nothing that is found later could be trusted. */
  readonly lastRules: readonly string[];
  /** What `initial` and `expand` write. */
  readonly successors: Successors;
  /** The bytes that it keeps for the states met so far beside these themselves; none when absent. */
  readonly keptBytes?: number;
  /** What was tried so far and how it came out. */
  readonly tally: Counter;
  /** Writes the initial state as successor 0. */
  initial(): void;
  /**
   * Tries every command in the state at `store[at]`, in order, writes the successors from number
   * `from` on, and returns the number after the last. A rule broken on the way is noted in the log.
   * Commands numbered `before` and up are left out where it is given.
   */
  expand(store: Int32Array, at: number, from: number, log: FindingLog, before?: number): number;
  /**
   * The rule that the state at `store[at]`, number `state`, breaks by itself, or `null`. Asked once of
   * every new state.
   */
  inspect(store: Int32Array, at: number, state: number): string | null;
}
