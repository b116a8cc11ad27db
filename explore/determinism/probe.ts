/**
 * Looks closely at one sequence whose last command is suspected of depending on more than the bytes.
 *
 * The last command is given in each way that must make no difference: on other fresh allocators, on
 * bytes nobody scrubbed, after every other command in the same state, and after the state was looked at.
 * The first difference, in this order, says which rule is broken.
 */

import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition, Role } from "../../model/socket/allocator.js";
import { Specification } from "../../model/specification/specification.js";
import { type Answer, answerOf, describeAnswer, type TraceStep, threw } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import {
  type AnswerRule,
  HIDDEN_STATE,
  NONDETERMINISTIC,
  OBSERVER_WRITES,
  SCRUB_MATTERS,
} from "../../properties/answers.js";
import { GIVE, Pulse, SCRUB } from "../search/pulse.js";
import { Lockstep } from "../systems/lockstep.js";
import { BROKE, MOVED, SKIPPED } from "../systems/outcome.js";

/** Of two answers drawn by chance, so many fresh allocators give both. */
const FRESH = 64;
/** After so many other commands is the last one given, evenly drawn where there are more. */
const MOST_PASTS = 2000;

/** What a close look found. */
export interface ProbeResult {
  readonly steps: readonly TraceStep[];
  readonly rule: string;
  readonly expected: string;
  readonly found: string;
}

/** Looks at the commands of these numbers; `null` where the last depends on nothing but the bytes. */
export function probe(
  definition: AllocatorDefinition,
  contract: Contract,
  scope: Scope,
  commands: readonly number[],
  pulse: Pulse = new Pulse(),
): ProbeResult | null {
  const last = commands.at(-1);
  if (last === undefined) return null;
  const trial = new Trial(definition, contract, scope, commands.slice(0, -1), last, pulse);
  return trial.fresh() ?? trial.unscrubbed() ?? trial.otherPasts() ?? trial.lookedAt();
}

/** The commands after which the last one is given: all that are offered, or as many as are looked at. */
export function pastsAmong(offered: ArrayLike<number>): number[] {
  const every = Math.ceil(offered.length / MOST_PASTS);
  return Array.from(offered).filter((_, i) => i % every === 0);
}

/** How one command came out: its answer, and the bytes it left. */
interface Outcome {
  readonly answer: Answer;
  readonly bytes: Uint8Array;
}

/** An allocator before the last command, and the state it is in. */
interface Before {
  readonly lockstep: Lockstep;
  readonly state: Int32Array;
  readonly answers: readonly Answer[];
}

class Trial {
  private readonly specification: Specification;

  constructor(
    private readonly definition: AllocatorDefinition,
    private readonly contract: Contract,
    scope: Scope,
    private readonly path: readonly number[],
    private readonly last: number,
    private readonly pulse: Pulse,
  ) {
    this.specification = new Specification(scope);
  }

  /** The same commands on many fresh allocators. */
  fresh(): ProbeResult | null {
    const seen = new Map<string, { readonly before: Before; readonly outcome: Outcome }>();
    for (let n = 0; n < FRESH; n++) {
      const before = this.before(this.path);
      if (before === null) continue;
      const outcome = this.give(before, this.last);
      // Bytes of one instance may mean nothing to another.
      const bytes = before.lockstep.main.allocator.local === true ? "" : outcome.bytes.join(" ");
      seen.set([...before.answers, outcome.answer].map(describeAnswer).join(", ") + bytes, {
        before,
        outcome,
      });
    }
    if (seen.size < 2) return null;
    const ways = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way);
    const [first] = ways;
    if (first === undefined) return null;
    const answers = new Set(ways.map(({ outcome }) => describeAnswer(outcome.answer)));
    const found =
      answers.size > 1 ? [...answers].join(" or ") : `${[...answers].join()}, with bytes that differ`;
    return this.examined(NONDETERMINISTIC, first.before, first.outcome, `${found}, on fresh allocators`);
  }

  /** The last commands with a scrub after each, and without: the last two, the last three, and so on. */
  unscrubbed(): ProbeResult | null {
    const before = this.before(this.path);
    if (before === null || before.lockstep.main.allocator.scrub === undefined) return null;
    for (let at = this.path.length - 1; at >= 0; at--) {
      const start = this.before(this.path.slice(0, at));
      if (start === null) return null;
      const { lockstep, state } = start;
      const rest = this.path.slice(at);
      lockstep.restore(state, 0);
      for (const c of rest) this.finish(lockstep, c);
      const usual = this.finish(lockstep, this.last);
      lockstep.restore(state, 0);
      for (const c of rest) this.call(lockstep, c);
      const other = this.finish(lockstep, this.last);
      const found = this.compare(
        SCRUB_MATTERS,
        before,
        usual,
        other,
        "when scrub() was not called before it",
      );
      if (found !== null) return found;
    }
    return null;
  }

  /** The last command, and again after each command there is, or after as many of them as are looked at. */
  otherPasts(): ProbeResult | null {
    const before = this.before(this.path, "twin");
    if (before === null) return null;
    const { lockstep, state } = before;
    const usual = this.give(before, this.last);
    for (const past of [this.last, ...pastsAmong(lockstep.offered)]) {
      this.specification.look(state, 0);
      if (!lockstep.demands.isTried(past)) continue;
      this.give(before, past);
      const line = describeCommand(this.commandOf(past));
      const how = `after ${line} in the same state, whose bytes were then written back`;
      const found = this.compare(HIDDEN_STATE, before, usual, this.give(before, this.last), how);
      if (found !== null) return found;
    }
    return null;
  }

  /** The last command, and again after the state was looked at. */
  lookedAt(): ProbeResult | null {
    const before = this.before(this.path);
    if (before === null) return null;
    const usual = this.give(before, this.last);
    before.lockstep.inspect(before.state, 0, 0);
    const looked = this.give(before, this.last);
    const how = "after audit, observe and counts had looked at the state";
    return this.compare(OBSERVER_WRITES, before, usual, looked, how);
  }

  /** A fresh allocator taken along a path as the search does it; `null` where the path does not lead on. */
  private before(path: readonly number[], role: Role = "main"): Before | null {
    const { specification, pulse } = this;
    const lockstep = new Lockstep(specification, this.definition, this.contract, pulse, 0, role);
    lockstep.initial();
    const state = lockstep.successors.states.slice(0, lockstep.words);
    const answers: Answer[] = [];
    for (const c of path) {
      const mask = specification.judgeAlone(c, state, 0);
      lockstep.restore(state, 0);
      const outcome = pulse.during(GIVE, () => lockstep.step(c, mask, state, 0, 0));
      if (outcome === SKIPPED || outcome === BROKE) return null;
      answers.push(answerOf(specification.scope, this.commandOf(c), lockstep.answer));
      if (outcome === MOVED) state.set(lockstep.successors.states.subarray(0, lockstep.words));
    }
    return { lockstep, state, answers };
  }

  /** Gives a command to the state a path led to, as the search does. */
  private give({ lockstep, state }: Before, c: number): Outcome {
    lockstep.restore(state, 0);
    return this.finish(lockstep, c);
  }

  private finish(lockstep: Lockstep, c: number): Outcome {
    let answer = this.call(lockstep, c);
    const { allocator } = lockstep.main;
    try {
      this.pulse.during(SCRUB, () => allocator.scrub?.());
    } catch (error) {
      answer = threw(error);
    }
    return { answer, bytes: allocator.state.slice() };
  }

  private call({ main }: Lockstep, c: number): Answer {
    try {
      return answerOf(
        this.specification.scope,
        this.commandOf(c),
        this.pulse.during(GIVE, () => main.calls.give(c)),
      );
    } catch (error) {
      return threw(error);
    }
  }

  private compare(
    rule: AnswerRule,
    before: Before,
    usual: Outcome,
    other: Outcome,
    how: string,
  ): ProbeResult | null {
    const answer = describeAnswer(other.answer);
    if (answer !== describeAnswer(usual.answer))
      return this.examined(rule, before, usual, `${answer}, ${how}`);
    const at = usual.bytes.findIndex((byte, i) => byte !== other.bytes[i]);
    if (at < 0) return null;
    const bytes = `with ${other.bytes[at]} and not ${usual.bytes[at]} in byte ${at} of its state`;
    return this.examined(rule, before, usual, `${answer}, ${bytes}, ${how}`);
  }

  private examined({ id }: AnswerRule, before: Before, usual: Outcome, found: string): ProbeResult {
    const answers = [...before.answers, usual.answer];
    const steps = [...this.path, this.last].map((c, i) => ({
      command: this.commandOf(c),
      answer: answers[i]!, // one answer a command
    }));
    const expected = `${describeAnswer(usual.answer)}, every time from the same bytes`;
    return { steps, rule: id, expected, found };
  }

  private commandOf(c: number) {
    return this.specification.commands[c]!; // the caller's number of a command of the scope
  }
}
