/**
 * Judges a recorded trace by the specification alone, before it is replayed: a trace that does not show what
 * it says proves nothing, whatever an allocator answers to its commands.
 *
 * The recorded answers go through the step of the search, given by an allocator that answers just them. So
 * every step before the last must be as the contract demands, and of the last is judged what can be: a rule
 * about an answer must be broken by it; a rule about the state must expect there what the record says it
 * did. What an allocator's bytes did (`audit`, `refusal-writes`, `resized`, `deferred`, `hangs`, and the
 * rules that two ways of running tell apart) no specification knows: there the last answer must be one that
 * the rule can be about, and the trace is not `proved`.
 */

import { NO_BYTE } from "../explore/replay/explain.js";
import { LOOKED_AT, Replayer, type StepOutcome } from "../explore/replay/replayer.js";
import { GIVE, NO_COMMAND, type Place, WALK } from "../explore/search/pulse.js";
import { IGNORE, MAY_WRITE, SKIP } from "../explore/systems/verdict-table.js";
import { Misuse } from "../model/basics/misuse.js";
import type { Contract } from "../model/contracts/named.js";
import { Specification } from "../model/specification/specification.js";
import {
  type Answer,
  answerOf,
  type Counterexample,
  describeAnswer,
  numberInScope,
  sameAnswer,
  type TraceStep,
} from "../model/trace/trace.js";
import { answersFrame, describeCommand } from "../model/words/commands.js";
import { inScope } from "../model/words/scope.js";
import {
  ABOUT_STATE,
  DEFERRED,
  HANGS,
  isThrown,
  legalRule,
  PREFERRED,
  REFUSAL_WRITES,
  RESIZED,
  trueReasonRule,
} from "../properties/answers.js";
import { audit, OWN_INVARIANT } from "../properties/audit.js";
import { bindInvariants } from "../properties/broken-invariants.js";
import { ALWAYS_RULES } from "../properties/can-always.js";
import { expectationsOf } from "../properties/expectations.js";
import { INVARIANTS } from "../properties/invariants.js";
import { STATE_PROPERTIES } from "../properties/state-properties.js";
import { numberOf, scripted } from "./scripted.js";
import { commandNumbers, layingOutOf } from "./validate.js";

/** What the specification alone can say of a trace that it does not refuse. */
export interface Judged {
  /** Whether it shows that the rule was broken (or kept), without taking the allocator's word for it. */
  readonly proved: boolean;
}

/** What stands for an answer where none came. */
const SILENT: readonly Answer["kind"][] = ["threw", "faulted", "hangs"];

/** Judges a trace under the contract it was recorded with. Throws a `Misuse` where it shows no such thing. */
export function judge(counterexample: Counterexample, contract: Contract): Judged {
  const { allocator, rule, steps } = counterexample;
  if (INVARIANTS.some(({ id }) => id === rule)) {
    if (allocator !== null) throw unshown(`${rule} is no rule of an allocator`);
    requireInvariantBroken(counterexample);
    return { proved: true };
  }
  const trial = new Trial(counterexample, contract);
  if (steps.length === 0) return trial.judgeStart();
  for (let i = 0; i < steps.length - 1; i++) trial.takeLegal(i);
  return counterexample.format === "allocheck-witness" ? trial.judgeWitness() : trial.judgeLast();
}

/** A trace that does not show what it says. */
export function unshown(why: string): Misuse {
  return new Misuse(
    "not-shown",
    `the trace does not show what it says: ${why}`,
    "leave it as allocheck recorded it, or record it again with: allocheck check TARGET --save DIR",
  );
}

/** Where a recorded hang is passed over: at the command itself. */
const HERE: Place = { phase: WALK, number: 0, command: NO_COMMAND, call: GIVE };

class Trial {
  private readonly script: { answer: Answer } = { answer: { kind: "refused" } };
  private readonly walk: Replayer;
  private readonly numbers: readonly number[];

  constructor(
    private readonly counterexample: Counterexample,
    private readonly contract: Contract,
  ) {
    const { scope, rule } = counterexample;
    const laidOut = layingOutOf(counterexample);
    this.walk = new Replayer(scripted(this.script, rule), contract, scope, "straight", undefined, laidOut);
    this.numbers = commandNumbers(counterexample, this.walk.specification);
  }

  /** A trace of no command: what it tells of the initial state, only the allocator knows. */
  judgeStart(): Judged {
    const { rule } = this.counterexample;
    const about = [
      ...ABOUT_STATE,
      DEFERRED.id,
      ...[...STATE_PROPERTIES, ...ALWAYS_RULES].map(({ id }) => id),
    ];
    if (!about.includes(rule) && !this.isOfLook())
      throw unshown(`it has no command, and ${rule} is about one`);
    this.requireExpected();
    return { proved: false };
  }

  /** Takes a step before the last, which must be as the contract demands. */
  takeLegal(i: number): void {
    const walked = this.take(i);
    if (walked.kind === "broke") throw unshown(`${this.line(i)} breaks ${walked.rule} before its end`);
  }

  /** The last step of a witness keeps the rule, and shows it. */
  judgeWitness(): Judged {
    const { rule, steps } = this.counterexample;
    const i = steps.length - 1;
    const step = this.step(i);
    const { specification } = this.walk;
    const { kind } = step.command;
    const alone = specification.reasonsIn(kind, this.before(i).mask);
    const walked = this.take(i);
    if (walked.kind === "broke") throw unshown(`${this.line(i)} breaks ${walked.rule}`);
    const reason = specification.ruleOf(kind).reasons.find(({ id }) => rule === `${kind}/${id}`);
    const shows =
      rule === legalRule(kind).id
        ? step.answer.kind === "accepted"
        : rule === trueReasonRule(kind).id
          ? step.answer.kind === "refused" && alone.length > 0
          : reason === undefined
            ? step.answer.kind === "accepted" &&
              specification.constraintsOf(kind).some(({ id }) => rule === `${kind}/${id}`)
            : step.answer.kind === "refused" &&
              alone.includes(reason.id) &&
              alone.every((id) => id === reason.id || id === reason.onlyWith);
    if (!shows) throw unshown(`${this.line(i)} is not decided by ${rule}`);
    return { proved: true };
  }

  /** The last step breaks the rule, or is one of which the rule can have been broken. */
  judgeLast(): Judged {
    const { rule, steps } = this.counterexample;
    const i = steps.length - 1;
    const { command, answer } = this.step(i);
    const { asked } = this.before(i);
    const mayWrite = asked === IGNORE || asked === MAY_WRITE;
    const walked = this.take(i);
    const went = walked.kind === "went";
    const breaks = walked.kind === "broke" ? `breaks ${walked.rule}` : "breaks nothing";
    const says = SILENT.includes(answer.kind) ? "nothing" : answer.kind;
    if (walked.kind === "broke" && walked.rule === rule) return { proved: rule !== HANGS.id };
    if ([...STATE_PROPERTIES, ...ALWAYS_RULES].some(({ id }) => id === rule) && went)
      return this.requireExpected();
    const fits =
      ABOUT_STATE.includes(rule) ||
      // Bytes that lie elsewhere are noticed before the answer is looked at.
      (rule === RESIZED.id && says !== "nothing") ||
      // Nor does the answer say what a command has left behind.
      (rule === DEFERRED.id && went) ||
      // Which of two places is preferred, only the allocator's definition says.
      (rule === PREFERRED.id && went && says === "accepted" && answersFrame(command.kind)) ||
      (rule === REFUSAL_WRITES.id && went && !mayWrite && says === "refused" && this.expects(NO_BYTE)) ||
      (went && this.isOfLook());
    if (!fits) throw unshown(`${this.line(i)} ${breaks}, not ${rule}`);
    return { proved: false };
  }

  /** Whether it says that a look at the state threw or did not return, and not the command before it. */
  private isOfLook(): boolean {
    const { rule, expected } = this.counterexample;
    return (isThrown(rule) || rule === HANGS.id) && expected === LOOKED_AT;
  }

  /** Whether the record says of what was expected what this rule always says. */
  private expects(end: string): boolean {
    return this.counterexample.expected.endsWith(end);
  }

  /** What the record says was expected of the state is what the specification expects of it. */
  private requireExpected(): Judged {
    const { rule, expected } = this.counterexample;
    const property = STATE_PROPERTIES.find(({ id }) => id === rule);
    const { specification, state } = this.walk;
    specification.look(state, 0);
    const expectations =
      rule === audit.id
        ? [OWN_INVARIANT]
        : ALWAYS_RULES.some(({ id }) => id === rule)
          ? this.askedFor()
          : property === undefined
            ? null
            : expectationsOf(property, specification, state, 0);
    if (expectations === null || expectations.includes(expected)) return { proved: false };
    throw unshown(`its last state does not expect what it says ${rule} did (${expected})`);
  }

  /** What the state reached asks of those that can follow it. */
  private askedFor(): readonly string[] {
    const { rule } = this.counterexample;
    const { goals } = this.walk;
    goals.look(this.walk.state, 0);
    return goals.askedBy(rule).map((bit) => goals.expected(bit));
  }

  private take(i: number): StepOutcome {
    const { command, answer } = this.step(i);
    const { scope } = this.counterexample;
    if (this.before(i).asked === SKIP)
      throw unshown(`${this.line(i)} is not tried there under contract ${this.contract.id}`);
    const given = numberOf(answer);
    const frame = answer.kind === "accepted" && answer.frame !== undefined;
    const number = frame && given !== null ? inScope(scope, given) : given;
    if (typeof number === "number" && !sameAnswer(answerOf(scope, command, number), answer))
      throw unshown(`${this.line(i)} is no answer to such a command`);
    this.script.answer = answer;
    return this.walk.take(this.numbers[i]!, answer.kind === "hangs" ? HERE : null); // one number a step
  }

  private step(i: number): TraceStep {
    return this.counterexample.steps[i]!; // the callers count the steps
  }

  private before(i: number) {
    return this.walk.judge(this.numbers[i]!); // one number a step
  }

  private line(i: number): string {
    const { command, answer } = this.step(i);
    return `step ${i + 1}, ${describeCommand(command)} -> ${describeAnswer(answer)},`;
  }
}

/** The specification alone, without some rule, came to a state in which the invariant is broken. */
function requireInvariantBroken(counterexample: Counterexample): void {
  const { scope, steps, rule } = counterexample;
  const specification = new Specification(scope, layingOutOf(counterexample));
  const numbers = commandNumbers(counterexample, specification);
  const state = specification.initial.slice();
  specification.look(state, 0);
  for (const [i, { answer }] of steps.entries()) {
    if (answer.kind !== "accepted") continue;
    specification.effects.apply(numbers[i]!, numberInScope(scope, answer), state, 0); // one number a step
    specification.look(state, 0);
  }
  const broken = bindInvariants(specification)();
  if (broken?.id !== rule)
    throw unshown(`its last state breaks ${broken?.id ?? "no invariant"}, not ${rule}`);
}
