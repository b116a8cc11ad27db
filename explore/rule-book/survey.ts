/**
 * What one allocator shows of the rules: how often each came out, and a **witness** of each, the shortest
 * accepted trace that exercises it.
 *
 * States are numbered in the order of their least path, so the first state in which a rule decides alone has
 * the shortest trace of all, and the first of its length.
 */
import type { AnswerConstraint } from "../../model/rules/rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { Specification } from "../../model/specification/specification.js";
import { type Counterexample, describeAnswer, headOf, type TraceStep } from "../../model/trace/trace.js";
import type { Scope } from "../../model/words/scope.js";
import { Replayer } from "../replay/replayer.js";
import { Search } from "../search/search.js";
import { Lockstep } from "../systems/lockstep.js";
import { ACCEPT, REFUSE } from "../systems/verdict-table.js";

/** One allocator surveyed under its own contract, every state of the scope. */
export interface Survey {
  readonly allocator: string;
  /** Whether every state was explored and no rule was broken; otherwise nothing is kept. */
  readonly holds: boolean;
  /** `kind:outcome` to how often. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** For each rule that came up by itself its witness. */
  readonly witnesses: ReadonlyMap<string, Counterexample>;
}

/** Surveys an allocator. Throws a `Misuse` when it and its definition do not fit together. */
export function survey(definition: AllocatorDefinition, scope: Scope): Survey {
  const specification = new Specification(scope);
  const lockstep = new Lockstep(specification, definition, definition.contract);
  const search = new Search(lockstep);
  while (search.advance(4096));
  const witnesses = new Map<string, Counterexample>();
  const holds = search.stoppedBy === null;
  for (let state = 0; holds && state < search.visited.count; state++) {
    specification.look(search.visited.chunkOf(state), search.visited.offsetOf(state));
    for (const c of lockstep.offered) {
      const rule = shownBy(lockstep, c);
      if (rule === null || witnesses.has(rule)) continue;
      const path = [...search.pathTo(state).map(({ command }) => command), c];
      specification.look(search.visited.chunkOf(state), search.visited.offsetOf(state));
      witnesses.set(rule, witness(definition, scope, path, rule));
    }
  }
  return { allocator: definition.name, holds, outcomes: search.complete.outcomes, witnesses };
}

/** The rule that decides by itself on command `c` in the state last looked at; `null` when none does. */
function shownBy({ specification, demands }: Lockstep, c: number): string | null {
  const { kind } = specification.commands[c]!; // the caller's number of a command that is offered
  const mask = specification.judge(c);
  const asked = demands.demand(c, mask);
  if (asked === REFUSE) {
    const [reason] = specification.reasonsIn(kind, mask);
    return reason !== undefined && isOneBit(mask) ? `${kind}/${reason}` : null;
  }
  if (asked !== ACCEPT) return null;
  // Where the first frame would do, no rule of answers has decided anything.
  const constraints = specification.constraintsOf(kind);
  const deciding = constraints.find((each, i) => {
    if (each.decides !== undefined) return specification.isIn(specification.views.offset(each.decides), 0);
    const isIn = (constraint: AnswerConstraint, frame: number) =>
      specification.isIn(specification.answerView(constraint, c), frame);
    const before = constraints[i - 1];
    if (before === undefined || each.in.over !== "frames-by-command") return !isIn(each, 0);
    // Which frames one asks for that others do not depends on the command: any that is left out tells.
    const frames = Array.from({ length: specification.answersOf(c) }, (_, frame) => frame);
    return frames.some((frame) => isIn(before, frame) && !isIn(each, frame));
  });
  return deciding === undefined ? null : `${kind}/${deciding.id}`;
}

/** Whether nothing but one reason is true, the bound of the scope included. */
function isOneBit(mask: number): boolean {
  return (mask & (mask - 1)) === 0;
}

/** The commands on a fresh allocator, as a trace to keep. */
function witness(
  definition: AllocatorDefinition,
  scope: Scope,
  path: readonly number[],
  rule: string,
): Counterexample {
  const walk = new Replayer(definition, definition.contract, scope, "restored");
  const steps = path.map((c): TraceStep => {
    const walked = walk.take(c);
    if (walked.kind !== "went") throw new Error(`internal: the witness of ${rule} ${walked.kind}`);
    return { command: walk.specification.commands[c]!, answer: walked.answer };
  });
  const last = steps.at(-1);
  const found = last === undefined ? "" : describeAnswer(last.answer);
  const head = headOf(definition, definition.contract, scope);
  return { ...head, format: "allocheck-witness", steps, rule, expected: found, found };
}
