/**
 * Turns a finding of the search into a counterexample, after it was seen to break again.
 *
 * It is replayed on fresh allocators: with the bytes restored before each command, and straight.
 * Where a replay ends otherwise, that is the finding: state outside the bytes, or no determinism.
 */
import type { AllocatorDefinition } from "../model/allocator.js";
import type { Contract } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import type { Specification } from "../model/specification.js";
import {
  type Answer,
  answerOf,
  type Counterexample,
  describeAnswer,
  type TraceStep,
} from "../model/trace.js";
import { HIDDEN_STATE, NO_ANSWER, NONDETERMINISTIC, THREW } from "../properties/answers.js";
import { bindInvariants, explainInvariant } from "../properties/invariants.js";
import type { PathStep } from "./search.js";
import { Walk, type Walked } from "./walk.js";

/** The counterexample for a path whose last command broke a rule. */
export function confirm(
  definition: AllocatorDefinition | null,
  contract: Contract,
  specification: Specification,
  path: readonly PathStep[],
  rule: string,
): Counterexample {
  const { scope } = specification;
  const base = { format: "allocheck-counterexample", version: 1, contract: contract.id, scope } as const;
  const steps = path.map((step) => traceStep(specification, step, rule));
  if (definition === null)
    return { ...base, allocator: null, steps, rule, ...brokenByItself(specification, path) };
  const searched = describeSearch(steps, rule);
  const [first, second, straight] = (["restored", "restored", "straight"] as const).map((mode) =>
    follow(definition, contract, scope, path, mode),
  ) as [Followed, Followed, Followed]; // one for each of the three modes
  const common = { ...base, allocator: definition.name };
  const same = first.text === second.text;
  if (same && first.text === searched && straight.text === searched)
    return { ...common, steps: first.steps, rule, ...first.violation };
  const other = [first, second].find(({ text }) => text !== searched) ?? straight;
  return {
    ...common,
    steps,
    rule: same ? HIDDEN_STATE.id : NONDETERMINISTIC.id,
    expected: `what the search saw: ${searched}`,
    found: `${other === straight ? "without restoring the state" : "on a fresh allocator"}: ${other.text}`,
  };
}

/** The counterexample for a finding that several workers met and one worker alone did not. */
export function seenBySeveral(
  { name }: AllocatorDefinition,
  contract: Contract,
  scope: Scope,
): Counterexample {
  return {
    format: "allocheck-counterexample",
    version: 1,
    allocator: name,
    contract: contract.id,
    scope,
    steps: [],
    rule: NONDETERMINISTIC.id,
    expected: "the finding that several workers met, again by one worker",
    found: "none: what the allocator does depends on more than the commands it is given",
  };
}

interface Followed {
  readonly steps: readonly TraceStep[];
  readonly text: string;
  readonly violation: { readonly expected: string; readonly found: string };
}

/** Walks a path and says how it ended, in words that can be compared. */
function follow(
  definition: AllocatorDefinition,
  contract: Contract,
  scope: Scope,
  path: readonly PathStep[],
  mode: "restored" | "straight",
): Followed {
  const walk = new Walk(definition, contract, scope, mode);
  const steps: TraceStep[] = [];
  let last: Walked | null = walk.begin();
  for (const { command } of path) {
    if (last?.kind === "broke") break;
    last = walk.take(command);
    if (last.kind === "not-offered" || last.kind === "not-tried") break;
    steps.push({ command: walk.specification.commands[command]!, answer: last.answer });
  }
  const broke = last?.kind === "broke" ? last : null;
  return {
    steps,
    text: describeSearch(steps, broke?.rule ?? "nothing"),
    violation: broke?.violation ?? { expected: "", found: "" },
  };
}

function describeSearch(steps: readonly TraceStep[], rule: string): string {
  // What was thrown, or answered instead of a number, is no number that the search could keep.
  const kept = rule === THREW.id || rule === NO_ANSWER.id ? steps.slice(0, -1) : steps;
  return `${kept.map(({ answer }) => describeAnswer(answer)).join(", ")}; then ${rule} is broken`;
}

/** What was thrown in the search is known to have been thrown, and no more. */
const THROWN: Answer = { kind: "threw", message: "something" };

function traceStep(specification: Specification, { command, answer }: PathStep, rule: string): TraceStep {
  const given = specification.commands[command]!; // the search's own number
  const threw = rule === THREW.id && Number.isNaN(answer);
  return { command: given, answer: threw ? THROWN : answerOf(given, answer) };
}

/** Which invariant the specification broke at the end of a path, and where. */
function brokenByItself(specification: Specification, path: readonly PathStep[]) {
  const state = new Int32Array(specification.layout.words);
  for (const { command, answer } of path) specification.effects.apply(command, answer, state, 0, state, 0);
  specification.look(state, 0);
  const invariant = bindInvariants(specification)();
  return invariant === null ? { expected: "", found: "" } : explainInvariant(specification, invariant);
}
