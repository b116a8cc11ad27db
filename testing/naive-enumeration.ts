import type { Scope } from "../model/scope.js";
import { naiveProvenance } from "./naive-provenance.js";

/** What a search of a whole scope counts. */
export interface Counted {
  readonly states: number;
  readonly tried: number;
  readonly transitions: number;
  readonly depth: number;
  readonly levels: readonly number[];
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Visits every state of a scope breadth first, over the naive model and keys that are strings. */
export function enumerate(scope: Scope): Counted {
  const { commands, initial, reasonsAgainst, answersTo, after, keyOf, isBeyond } = naiveProvenance(scope);
  const seen = new Set([keyOf(initial)]);
  const outcomes: Record<string, number> = {};
  const levels: number[] = [];
  let tried = 0;
  let transitions = 0;
  for (let level = [initial]; level.length > 0; ) {
    levels.push(level.length);
    const next: typeof level = [];
    for (const state of level)
      for (const command of commands) {
        const reasons = reasonsAgainst(state, command);
        // What a scope bounds: what would be accepted with all slices alive, or all slots in use.
        if (reasons.length === 0 && isBeyond(state, command)) continue;
        tried++;
        const answers = reasons.length === 0 ? answersTo(state, command) : [];
        const outcome = `${command.kind}:${reasons.join("+") || "accepted"}`;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + (answers.length || 1);
        transitions += answers.length;
        for (const answer of answers) {
          const successor = after(state, command, answer);
          const key = keyOf(successor);
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(successor);
        }
      }
    level = next;
  }
  return { states: seen.size, tried, transitions, depth: levels.length - 1, levels, outcomes };
}
