/** Turns a finding on several CPUs into a counterexample, after it was seen to break again. */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import {
  type Answer,
  answerOf,
  type Counterexample,
  describeAnswer,
  headOf,
  type TraceStep,
} from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import { HANGS, HIDDEN_STATE, isThrown, NO_ANSWER, PAYLOAD } from "../../properties/answers.js";
import type { Violation } from "../../properties/property.js";
import {
  DEADLOCK,
  ENDLESS,
  FRAME_GIVEN_UP,
  FRAME_NOT_CLEARED,
  LOCK_KEPT,
  LOCK_OF_ANOTHER,
  NOT_LINEARIZABLE,
} from "../../properties/several-cpus.js";
import type { Pulse } from "../search/pulse.js";
import type { PathStep } from "../search/search.js";
import { type Failure, failureOf } from "../several-cpus/broken-rule.js";
import { CpuWalk } from "../several-cpus/cpu-walk.js";
import { PENDING } from "../several-cpus/explanations.js";
import type { Ordered } from "../several-cpus/last-explanation.js";
import type { SteppedDefinition } from "../several-cpus/stepped-definition.js";
import { demanded, misplaced } from "./explain.js";

/** The counterexample for a path of accesses whose last broke a rule. */
export function toldOnCpus(
  definition: SteppedDefinition,
  contract: Contract,
  specification: Specification,
  path: readonly PathStep[],
  rule: string,
  pulse: Pulse,
): Counterexample {
  const walk = new CpuWalk(specification, definition, contract, pulse);
  const head = headOf(definition, contract, specification.scope);
  const size = walk.system.commands;
  for (const [i, { command }] of path.entries()) {
    const cpu = Math.floor(command / size);
    const outcome = walk.take(cpu, command % size);
    const last = i === path.length - 1;
    if (last && outcome.kind === "broke" && outcome.rule === rule && walk.unlike === null)
      return { ...head, ...endOf(walk, cpu, command % size, rule), rule };
    if (outcome.kind !== "went" || last) {
      const now = outcome.kind === "broke" ? `${outcome.rule} is broken` : `it ${outcome.kind}`;
      const found = walk.unlike ?? `access ${i + 1} on a fresh allocator: ${now}`;
      const { steps, cpus } = endOf(walk, cpu, command % size, rule);
      return {
        ...head,
        steps,
        cpus,
        rule: HIDDEN_STATE.id,
        expected: `what the search saw: ${rule} is broken`,
        found,
      };
    }
  }
  throw new Error(`internal: ${rule} is broken before the first access`);
}

/** The steps, the overlap, and what was expected, at the end of a walk whose last access `cpu` made. */
export function endOf(walk: CpuWalk, cpu: number, c: number, rule: string) {
  const { specification, commands, accesses } = walk;
  const own = accesses.at(-1)?.command ?? 0;
  const ordered = lastExplanation(walk, cpu, c, rule);
  // A command that goes on after it has taken effect stands where that was.
  const hasTaken = ordered.order.some((took) => took.command === own);
  const taken = ordered.order.flatMap(({ command, effect }): [number, TraceStep][] => {
    const told = commands[command]!; // the walk numbers its commands
    if ((command === own && !hasTaken) || (told.answer.kind === "pending" && effect < 0)) return [];
    const answer =
      told.answer.kind === "pending" ? answerOf(specification.scope, told.command, effect - 1) : told.answer;
    return [[command, { command: told.command, answer }]];
  });
  const { command, answer } = commands[own]!; // the last access is of one of them
  const all: [number, TraceStep][] = hasTaken ? taken : [...taken, [own, { command, answer }]];
  return {
    steps: all.map(([, step]) => step),
    cpus: { commands: [...commands], accesses: [...accesses], order: all.map(([number]) => number) },
    ...violationOf(walk, cpu, c, rule, answer, ordered),
  };
}

/** The explanation to tell: one that the last answer breaks by its rule, the first that there is. */
function lastExplanation(walk: CpuWalk, cpu: number, c: number, rule: string): Ordered {
  const { system, specification } = walk;
  const left = explanationsLeft(walk, cpu, c);
  const fails = (ordered: Ordered) =>
    failureOf(specification, system.explanations, ordered.explanation, c, system.answer).rule === rule;
  const [first] = left.length > 0 ? left : walk.last.followed(walk.pending.with(cpu, c), -1, walk.under);
  if (first === undefined) throw new Error("internal: nothing explains a trace before its end");
  return (system.ended ? left.find(fails) : undefined) ?? first;
}

function violationOf(
  walk: CpuWalk,
  cpu: number,
  c: number,
  rule: string,
  answer: Answer,
  { explanation }: Ordered,
): Violation {
  const { specification, system } = walk;
  const command = specification.commands[c]!; // the walk's number of a command
  const here = `${describeCommand(command)} on CPU ${cpu}`;
  const found = describeAnswer(answer);
  switch (rule) {
    case DEADLOCK.id:
      return { expected: "some CPU goes on", found: walk.waiting().join("; ") };
    case HANGS.id:
      return { expected: "an answer", found: walk.late(here) };
    case LOCK_KEPT.id:
      return {
        expected: `${here} ends without a lock`,
        found: `${found}, and CPU ${cpu} still holds ${walk.heldBy(cpu)}`,
      };
    case FRAME_GIVEN_UP.id:
      return {
        expected: `${here} is done with what is in the frame before that can be another's`,
        found: `${walk.accesses.at(-1)?.access}, which by the answers since is given up`,
      };
    case PAYLOAD.id:
      return {
        expected: `${here} leaves alone what a client holds`,
        found: `${walk.accesses.at(-1)?.access}, and a client was given that frame`,
      };
    case FRAME_NOT_CLEARED.id:
      return {
        expected: `${here} hands out a frame that holds 0`,
        found: `${found}, which holds what another left in it`,
      };
    case LOCK_OF_ANOTHER.id:
      return { expected: `CPU ${cpu} unlocks what it has locked`, found: walk.accesses.at(-1)?.access ?? "" };
    case ENDLESS.id:
      return {
        expected: `${here} ends`,
        found: system.settledTooLong
          ? `more than ${system.mostAccesses} accesses (--max-accesses)`
          : "it begins anew for ever, with nobody beside it",
      };
  }
  if (isThrown(rule) || rule === NO_ANSWER.id) return { expected: "an answer", found };
  const failure = failureOf(specification, system.explanations, explanation, c, system.answer);
  if (rule === NOT_LINEARIZABLE.id)
    return {
      expected: "an order of the commands in which every answer is right",
      found: `${found}; ${inEach(walk, cpu, c)}`,
    };
  specification.look(explanation, 0);
  const unmet = specification
    .constraintsOf(command.kind)
    .find(({ id }) => failure.rule === `${command.kind}/${id}`);
  if (unmet !== undefined && answer.kind === "accepted")
    return misplaced(specification, c, unmet, answer, explanation);
  return { expected: demanded(specification, command, failure.mask), found };
}

/** What explains the answers before the last, the command of which has not taken effect. */
function explanationsLeft(
  { system, last, pending, under, isOver }: CpuWalk,
  cpu: number,
  c: number,
): Ordered[] {
  const own = system.explanations.stateWords + cpu;
  return last
    .followed(pending.with(cpu, isOver ? -1 : c), -1, under)
    .filter(({ explanation }) => explanation[own] === PENDING);
}

/** Which rules are broken in which order, in words. */
function inEach(walk: CpuWalk, cpu: number, c: number): string {
  const { system, specification } = walk;
  const rules = explanationsLeft(walk, cpu, c)
    .map(
      ({ explanation }): Failure =>
        failureOf(specification, system.explanations, explanation, c, system.answer),
    )
    .map(({ rule }) => rule);
  return `by the order of the others it breaks ${[...new Set(rules)].sort().join(" or ")}`;
}
