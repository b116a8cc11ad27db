/** What has become of a recorded counterexample: its commands go through the step of the search again. */

import { runTo } from "../explore/check/check.js";
import { inItsZones } from "../explore/check/own-scope.js";
import { probe } from "../explore/determinism/probe.js";
import { fromHereOn } from "../explore/replay/from-here-on.js";
import { Replayer } from "../explore/replay/replayer.js";
import { Pulse, SEARCH, WALK } from "../explore/search/pulse.js";
import type { Contract } from "../model/contracts/named.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import {
  type Answer,
  type Counterexample,
  contractIn,
  describeAnswer,
  sameAnswer,
} from "../model/trace/trace.js";
import { describeCommand } from "../model/words/commands.js";
import { ABOUT_STATE } from "../properties/answers.js";
import { ALWAYS_RULES } from "../properties/can-always.js";
import type { Fate, Replayed } from "./fate.js";
import { type Judged, judge } from "./judge.js";
import { judgeOnCpus } from "./judge-cpus.js";
import { replayOnCpus } from "./replay-cpus.js";
import { commandNumbers, layingOutOf } from "./validate.js";

export type { Fate, Replayed } from "./fate.js";

/** The exit code of each fate, and with `--expect broken`. */
export const REPLAY_EXIT_CODES: Readonly<Record<Fate, { readonly normal: number; readonly broken: number }>> =
  {
    breaks: { normal: 1, broken: 0 },
    fixed: { normal: 0, broken: 1 },
    differs: { normal: 0, broken: 1 },
    kept: { normal: 0, broken: 1 },
    inapplicable: { normal: 1, broken: 1 },
  };

/**
 * The contract a counterexample was recorded with: by value where it carries one, by name where allocheck or
 * the allocator has it; `null` where nobody does.
 */
export function recordedContract(
  counterexample: Counterexample,
  { contract }: AllocatorDefinition,
): Contract | null {
  return contractIn(counterexample) ?? (contract.id === counterexample.contract ? contract : null);
}

/**
 * Replays a counterexample on a fresh allocator, whose calls are noted in the pulse. Throws a `Misuse` when a
 * command is outside its scope, or when the trace does not show what it says.
 */
export function replay(
  counterexample: Counterexample,
  definition: AllocatorDefinition,
  contract: Contract,
  pulse: Pulse = new Pulse(),
): Replayed {
  pulse.begin(WALK);
  const { cpus } = counterexample;
  if (cpus !== undefined) {
    judgeOnCpus(counterexample, cpus, recordedContract(counterexample, definition) ?? contract);
    return replayOnCpus(counterexample, cpus, definition, contract, pulse);
  }
  // What was recorded then came out in two ways, so other answers now say nothing.
  const isWitness = counterexample.format === "allocheck-witness";
  const aboutState = ABOUT_STATE.includes(counterexample.rule);
  const aboutAll = ALWAYS_RULES.some(({ id }) => id === counterexample.rule);
  const judged = judge(counterexample, recordedContract(counterexample, definition) ?? contract);
  // Which zones serve a request is the allocator's to say: what it says now, and not when it was recorded.
  const scope = inItsZones(counterexample.scope, definition);
  const laidOut = layingOutOf(counterexample);
  const walk = new Replayer(definition, contract, scope, "restored", pulse, laidOut);
  const numbers = commandNumbers(counterexample, walk.specification);
  const start = walk.begin();
  if (start?.kind === "broke") return breaks(0, start.rule, "the initial state", start.violation);
  let differing: Replayed | null = null;
  for (const [i, { command, answer: recorded }] of counterexample.steps.entries()) {
    const number = i + 1;
    const line = describeCommand(command);
    const last = number === counterexample.steps.length;
    const walked = walk.take(numbers[i]!); // one number a step
    switch (walked.kind) {
      case "not-offered":
        return inapplicable(number, `${definition.name} no longer offers ${line}`);
      case "not-tried":
        return inapplicable(number, `${line} is no longer tried here under contract ${contract.id}`);
      case "broke":
        return breaks(number, walked.rule, line, walked.violation);
      case "went":
        if (aboutState || (last && !isWitness && !aboutAll) || sameAnswer(walked.answer, recorded)) break;
        if (!walked.legal && recorded.kind === "accepted" && walked.answer.kind !== "accepted")
          return inapplicable(number, `${line} is no longer legal here: ${describeAnswer(walked.answer)}`);
        differing ??= differs(number, line, recorded, walked.answer);
    }
  }
  if (aboutState) return replayInTwoWays({ ...counterexample, scope }, definition, contract, numbers, pulse);
  if (aboutAll)
    return replayFromHereOn(counterexample, walk, pulse) ?? differing ?? nowComesAbout(counterexample);
  if (counterexample.steps.length === 0)
    return inapplicable(0, `the initial state is as it should be, and no command is recorded: ${AGAIN}`);
  return differing ?? (isWitness ? kept(counterexample) : fixed(counterexample, judged));
}

/** A search for what only a search shows ends with so many states. */
const MOST_STATES = 100_000;

/** What shows more than a replay of no command can. */
const AGAIN = "only a check of the allocator says more";

/** Whether the last command of a trace that breaks no rule still comes out in two ways. */
function replayInTwoWays(
  { scope, steps }: Counterexample,
  definition: AllocatorDefinition,
  contract: Contract,
  numbers: readonly number[],
  pulse: Pulse,
): Replayed {
  const examined = probe(definition, contract, scope, numbers, pulse);
  if (examined !== null) return breaks(steps.length, examined.rule, "a close look", examined);
  const budget = { maxStates: MOST_STATES };
  const [found] = runTo({ definition, contract, scope, pulse, budget, selfTest: true }).counterexamples;
  if (found !== undefined) return breaks(found.steps.length, found.rule, "a check of it", found);
  const detail = "neither a close look nor a check of it finds state outside the bytes";
  if (steps.length === 0) return inapplicable(0, `${detail}, and no command is recorded: ${AGAIN}`);
  return { fate: "fixed", step: steps.length, rule: null, detail };
}

/** What can follow a trace is explored up to so many states. */
const MOST_FOLLOWING = 1_000_000;

/** Whether what the last state asks for still never comes about; `null` where it does. */
function replayFromHereOn({ rule, steps }: Counterexample, walk: Replayer, pulse: Pulse): Replayed | null {
  const end = pulse.aside(SEARCH, () =>
    fromHereOn(walk, rule, { budget: { maxStates: MOST_FOLLOWING }, hang: pulse.last(SEARCH) }),
  );
  switch (end.kind) {
    case "comes-about":
      return null;
    case "never":
      return breaks(steps.length, rule, "all that can follow", end.violation);
    case "undecided":
      return inapplicable(steps.length, `not decided within the ${end.states} states looked at: ${AGAIN}`);
  }
}

/** Nothing that the last state asks for is out of reach any more. */
function nowComesAbout({ rule, steps }: Counterexample): Replayed {
  return {
    fate: "fixed",
    step: steps.length,
    rule: null,
    detail: `${rule} is no longer broken: it comes about`,
  };
}

function breaks(step: number, rule: string, where: string, { expected, found }: Expectation): Replayed {
  return { fate: "breaks", step, rule, detail: `${where}: expected ${expected}; found ${found}` };
}

interface Expectation {
  readonly expected: string;
  readonly found: string;
}

function inapplicable(step: number, detail: string): Replayed {
  return { fate: "inapplicable", step, rule: null, detail };
}

function differs(step: number, line: string, recorded: Answer, now: Answer): Replayed {
  const detail = `${line}: recorded ${describeAnswer(recorded)}, now ${describeAnswer(now)}, which is legal too`;
  return { fate: "differs", step, rule: null, detail };
}

function kept({ steps, rule }: Counterexample): Replayed {
  return { fate: "kept", step: steps.length, rule: null, detail: `${rule} is kept as recorded` };
}

function fixed({ steps, rule }: Counterexample, { proved }: Judged): Replayed {
  const taken = proved ? "" : "; that it was, only the record says";
  return { fate: "fixed", step: steps.length, rule: null, detail: `${rule} is no longer broken${taken}` };
}
