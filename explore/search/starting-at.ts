/** A transition system that begins elsewhere. */
import type { TransitionSystem } from "./transition-system.js";

/** The same system with another initial state. */
export function startingAt(system: TransitionSystem, state: Int32Array): TransitionSystem {
  const { words, kinds, hangRule, lastRules, successors, tally } = system;
  return {
    words,
    kinds,
    hangRule,
    lastRules,
    successors,
    tally,
    get keptBytes() {
      return system.keptBytes ?? 0;
    },
    initial: () => successors.states.set(state),
    expand: (store, at, from, log, before) => system.expand(store, at, from, log, before),
    inspect: (store, at, number) => system.inspect(store, at, number),
  };
}
