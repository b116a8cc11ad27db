/** The shortest sequence of some commands that breaks a rule, by the search. */
import { Specification } from "../../model/specification/specification.js";
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import { Search } from "../search/search.js";
import { Lockstep } from "../systems/lockstep.js";
import type { Subject } from "./subject.js";

/** What a search is to stop at. */
export interface Within {
  /** Sequences of up to so many commands. */
  readonly depth: number;
  readonly states: number;
  readonly late: () => boolean;
}

/** What came of it: the shortest; that there is none so short; or that it was not searched to the end. */
export type Shortest =
  | { readonly kind: "found"; readonly commands: readonly Command[] }
  | { readonly kind: "none" }
  | { readonly kind: "unfinished" };

const STATES_AT_ONCE = 64;

/** Searches sequences of `commands`; of every command of the scope where none are given. */
export function shortestIn(
  { definition, contract, pulse, rule }: Subject,
  scope: Scope,
  commands: readonly Command[] | undefined,
  { depth, states, late }: Within,
): Shortest {
  if (depth < 0) return { kind: "none" };
  const specification = new Specification(scope, commands === undefined ? {} : { commands });
  const system = new Lockstep(specification, definition, contract, pulse);
  // Another rule that is broken on the way is another finding: the search goes on past it.
  const search = new Search(system, { maxDepth: depth, maxStates: states }, "all");
  // A level more than `maxDepth` is begun by nobody, and the first finding met is one of the shortest.
  while (!search.log.has([rule]) && search.advance(STATES_AT_ONCE)) if (late()) return { kind: "unfinished" };
  const found = search.log.found.find((each) => each.rule === rule);
  if (found !== undefined) {
    const path = search.traceOf(found);
    return path.length > depth
      ? { kind: "none" }
      : { kind: "found", commands: path.map(({ command }) => specification.commands[command]!) };
  }
  return search.stoppedBy === null || search.stoppedBy === "max-depth"
    ? { kind: "none" }
    : { kind: "unfinished" };
}
