/**
 * Turns a finding of the search into a counterexample, after it was seen to break again.
 *
 * It is replayed on two fresh allocators. Where a replay ends otherwise, that is the finding: state outside
 * the bytes, or no determinism.
 * A call that hung is made once more, on a fresh allocator; that it hangs there is known from then on.
 */

import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import {
  type Answer,
  answerOf,
  type Counterexample,
  describeAnswer,
  headOf,
  type TraceStep,
} from "../../model/trace/trace.js";
import { HANGS, HIDDEN_STATE, isThrown, NO_ANSWER, NONDETERMINISTIC } from "../../properties/answers.js";
import { bindInvariants, explainInvariant } from "../../properties/broken-invariants.js";
import { INSPECT, type Place, Pulse } from "../search/pulse.js";
import type { PathStep } from "../search/search.js";
import { Replayer, type StepOutcome } from "./replayer.js";

/**
 * The counterexample for a path whose last command broke a rule; `hang` is where the search hung. Where the
 * path breaks none by itself, `atEnd` says what is wrong with what can follow it.
 */
export function confirm(
  definition: AllocatorDefinition | null,
  contract: Contract,
  specification: Specification,
  path: readonly PathStep[],
  rule: string,
  pulse: Pulse = new Pulse(),
  hang: Place | null = null,
  atEnd: (walk: Replayer) => StepOutcome | null = () => null,
): Counterexample {
  const { scope } = specification;
  const head = headOf(definition, contract, scope);
  const steps = path.map((step) => traceStep(specification, step, rule));
  const last = steps.at(-1);
  if (rule === HANGS.id && hang !== null && hang.call < INSPECT && last !== undefined)
    steps[steps.length - 1] = { ...last, answer: { kind: "hangs" } };
  if (definition === null) return { ...head, steps, rule, ...brokenByItself(specification, path) };
  const searched = describeSearch(steps, rule);
  const follow = (hung: Place | null) =>
    followed(
      new Replayer(definition, contract, scope, "restored", pulse, specification.laidOutAs),
      path,
      hung,
      atEnd,
    );
  const first = follow(null);
  const second = follow(first.hung);
  const same = first.text === second.text;
  if (same && first.text === searched) return { ...head, steps: first.steps, rule, ...first.violation };
  const other = first.text === searched ? second : first;
  return {
    ...head,
    steps,
    rule: same ? HIDDEN_STATE.id : NONDETERMINISTIC.id,
    expected: `what the search saw: ${searched}`,
    found: `on a fresh allocator: ${other.text}`,
  };
}

interface Followed {
  readonly steps: readonly TraceStep[];
  readonly text: string;
  readonly violation: { readonly expected: string; readonly found: string };
  /** The call of the last command that did not return. */
  readonly hung: Place | null;
}

/** Walks a path and says how it ended, in words that can be compared. */
function followed(
  walk: Replayer,
  path: readonly PathStep[],
  hang: Place | null,
  atEnd: (walk: Replayer) => StepOutcome | null,
): Followed {
  const steps: TraceStep[] = [];
  let last: StepOutcome | null = walk.begin(path.length === 0 ? hang : null);
  for (const [i, { command }] of path.entries()) {
    if (last?.kind === "broke") break;
    last = walk.take(command, i === path.length - 1 ? hang : null);
    if (last.kind === "not-offered" || last.kind === "not-tried") break;
    steps.push({ command: walk.specification.commands[command]!, answer: last.answer });
  }
  if (steps.length === path.length && last?.kind !== "broke") last = atEnd(walk);
  const broke = last?.kind === "broke" ? last : null;
  return {
    steps,
    text: describeSearch(steps, broke?.rule ?? "nothing"),
    violation: broke?.violation ?? { expected: "", found: "" },
    hung: steps.length === path.length ? walk.hung : null,
  };
}

function describeSearch(steps: readonly TraceStep[], rule: string): string {
  // What was thrown, or answered instead of a number, is no number that the search could keep.
  const kept = isThrown(rule) || rule === NO_ANSWER.id ? steps.slice(0, -1) : steps;
  const answers = kept.map(({ answer }) => describeAnswer(answer)).join(", ");
  return `${answers === "" ? "" : `${answers}; then `}${rule} is broken`;
}

/** What was thrown in the search is known to have been thrown, and no more. */
const THROWN: Answer = { kind: "threw", message: "something" };

function traceStep(specification: Specification, { command, answer }: PathStep, rule: string): TraceStep {
  const given = specification.commands[command]!; // the search's own number
  const threw = isThrown(rule) && Number.isNaN(answer);
  return { command: given, answer: threw ? THROWN : answerOf(specification.scope, given, answer) };
}

/** Which invariant the specification broke at the end of a path, and where. */
function brokenByItself(specification: Specification, path: readonly PathStep[]) {
  const state = specification.initial.slice();
  specification.look(state, 0);
  for (const { command, answer } of path) {
    specification.effects.apply(command, answer, state, 0);
    specification.look(state, 0);
  }
  const invariant = bindInvariants(specification)();
  return invariant === null ? { expected: "", found: "" } : explainInvariant(specification, invariant);
}
