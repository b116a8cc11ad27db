/**
 * The specification searched to its end with every answer it allows, the growth of arrays among them.
 *
 * The search of the product leaves growth out, since only an allocator decides when an array grows.
 */

import { givenIn } from "../model/modules/growth/rules.js";
import { type Growth, growthOf } from "../model/specification/growth-moves.js";
import { Specification, type Without } from "../model/specification/specification.js";
import { answersFrame } from "../model/words/commands.js";
import { type Scope, unitsOf } from "../model/words/scope.js";

/** What is called for each state and each step from it; the specification has looked at the state. */
export interface Visitor {
  state?(specification: Specification, state: Int32Array): void;
  /** Command `c` with its true reasons; before it is known whether it would go beyond a bound. */
  command?(specification: Specification, state: Int32Array, c: number, reasons: readonly string[]): void;
  /** A step; `after` is the state it leads to before arrays move. */
  step?(specification: Specification, state: Int32Array, c: number, answer: number, after: Int32Array): void;
}

/** What was counted. */
export interface DrivenCounts {
  readonly states: number;
  readonly tried: number;
  readonly transitions: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Visits every state of a scope, breadth first, and counts as a search does. */
export function drive(scope: Scope, visitor: Visitor = {}, without: Without = {}): DrivenCounts {
  const specification = new Specification(scope, without);
  const growth = growthOf(specification);
  const moves = movesOf(scope, growth);
  const initial: Int32Array = new Int32Array(specification.layout.words);
  const seen = new Set([initial.join()]);
  const outcomes: Record<string, number> = {};
  const reasonsOf = reasonsFor(specification);
  let tried = 0;
  let transitions = 0;
  const queue = [initial];
  for (const state of queue) {
    specification.look(state, 0);
    visitor.state?.(specification, state);
    for (const c of specification.commands.keys()) {
      const mask = specification.judge(c);
      const { reasons, outcome } = reasonsOf(c, mask);
      visitor.command?.(specification, state, c, reasons);
      if (mask !== 0 && reasons.length === 0) continue; // beyond a bound of the scope
      tried++;
      const successors =
        reasons.length === 0 ? successorsOf(specification, growth, moves, state, c, visitor) : [];
      outcomes[outcome] = (outcomes[outcome] ?? 0) + (successors.length || 1);
      transitions += successors.length;
      for (const successor of successors) {
        const key = successor.join();
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push(successor);
      }
    }
  }
  return { states: seen.size, tried, transitions, outcomes };
}

/** The reasons in a mask of a command, and the name of what comes out: each made once. */
function reasonsFor(specification: Specification) {
  const known = new Map<string, { readonly reasons: readonly string[]; readonly outcome: string }>();
  return (c: number, mask: number) => {
    const { kind } = specification.commands[c]!; // the caller's number of a command
    const key = `${kind} ${mask}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const reasons = specification.reasonsIn(kind, mask);
    const made = { reasons, outcome: `${kind}:${[...reasons].sort().join("+") || "accepted"}` };
    known.set(key, made);
    return made;
  };
}

/** What arrays can do with an answer: stay, or move to a frame each. */
function movesOf(scope: Scope, growth: Growth | null): number[] {
  if (growth === null) return [0];
  const places = [-1, ...Array.from({ length: scope.frames }, (_, frame) => frame * unitsOf(scope))];
  return places.flatMap((memoryArray) =>
    places.map((reservedArray) => givenIn({ memoryArray, reservedArray })),
  );
}

function successorsOf(
  specification: Specification,
  growth: Growth | null,
  moves: readonly number[],
  state: Int32Array,
  c: number,
  visitor: Visitor,
): Int32Array[] {
  const { kind } = specification.commands[c]!; // the caller's number of a command
  const answers = answersFrame(kind)
    ? Array.from({ length: specification.answersOf(c) }, (_, at) => at).filter((at) =>
        specification.mayAnswer(c, at),
      )
    : [0];
  return answers.flatMap((answer) => {
    const after = new Int32Array(state.length);
    specification.effects.apply(c, answer, after, 0);
    visitor.step?.(specification, state, c, answer, after);
    return moves.flatMap((move) => {
      const moved = after.slice();
      return growth === null || growth.move(move | answer, moved, 0) ? [moved] : [];
    });
  });
}
