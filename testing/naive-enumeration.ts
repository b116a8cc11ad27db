import type { Scope } from "../model/scope.js";
import type { Command } from "../model/vocabulary.js";
import { naiveModules } from "./naive-modules.js";
import { naiveRegions } from "./naive-regions.js";

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
  return isRegional(scope) ? visit(scope, naiveRegions(scope)) : visit(scope, naiveModules(scope));
}

/** Whether a scope is one of `naive-regions.ts`: that has units, and the modules about regions. */
function isRegional({ modules, units }: Scope): boolean {
  return units !== undefined || modules.includes("regions");
}

/** What can be visited: states, with the slices that a scope bounds. */
interface Naive<S extends { readonly slices: readonly unknown[] }> {
  readonly initial: S;
  readonly commands: readonly Command[];
  reasonsAgainst(state: S, command: Command): string[];
  answersTo(state: S, command: Command): number[];
  after(state: S, command: Command, answer: number): S;
  keyOf(state: S): string;
}

function visit<S extends { readonly slices: readonly unknown[] }>(scope: Scope, naive: Naive<S>): Counted {
  const { commands, initial, reasonsAgainst, answersTo, after, keyOf } = naive;
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
        // The one thing a scope bounds: a borrow that would be accepted with all slices alive.
        if (command.kind === "borrow" && reasons.length === 0 && state.slices.length === scope.slices)
          continue;
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
