/** What the engine explores: states of a few words, and for each state its successors. */

import type { Tally } from "../systems/tally.js";
import type { FindingLog } from "./finding-log.js";
import type { Successors } from "./successors.js";

/** A transition system over packed states. It keeps no state of its own between two calls. */
export interface TransitionSystem {
  /** The length of a state in 32-bit words. */
  readonly words: number;
  /** For each command number the index of its kind in `COMMAND_KINDS`. */
  readonly kinds: Uint8Array;
  /** What `initial` and `expand` write. */
  readonly successors: Successors;
  /** The bytes that it keeps for the states met so far beside these themselves; none when absent. */
  readonly keptBytes?: number;
  /** What was tried so far and how it came out. */
  readonly tally: Tally;
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
