/**
 * Looks, before a search, whether an allocator really is its bytes.
 *
 * One instance is saved and restored all the time, as in the search; beside it a fresh one gets the
 * same commands and is never restored nor scrubbed. All sequences of two commands (many, where there
 * are too many), each command ten times over, then longer ones at random; the time given only ends
 * what takes too long. Where the two part, something that matters lies outside the saved state.
 */
import type { AllocatorDefinition } from "../model/allocator.js";
import type { Contract } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import { Specification } from "../model/specification.js";
import {
  type Answer,
  answerOf,
  type Counterexample,
  describeAnswer,
  headOf,
  type TraceStep,
} from "../model/trace.js";
import type { Command } from "../model/vocabulary.js";
import { show } from "../model/wording.js";
import { HANGS, HIDDEN_STATE } from "../properties/answers.js";
import { Calls } from "./calls.js";
import { Lockstep } from "./lockstep.js";
import { makeAllocator } from "./make.js";
import { BROKE, MOVED, SKIPPED } from "./outcome.js";
import { GIVE, MAKE, type Place, Pulse, SCRUB, SELF_TEST } from "./pulse.js";
import { StateImage } from "./state-image.js";

const LONGEST_SAMPLE = 12;
const SAMPLES = 2000;
/** How often each command is given in a row: what counts its calls shows itself. */
const REPEATS = 10;
/** With more pairs of commands than this, so many are drawn. */
const MOST_PAIRS = 10_000;

/** What to do about state outside the bytes. */
export const ADVICE =
  "fields declared with #, closures and module variables are not saved: give fromObject save and load, " +
  "or replay: true with a key; with the socket, keep everything in state";

/** What the self-test found. */
export interface SelfTested {
  /** The trace on which a restored and a fresh allocator part. */
  readonly hidden: Counterexample | null;
  /** A trace that broke a rule. Where the search then breaks none, something is hidden from it. */
  readonly broke: Counterexample | null;
}

/** Runs the sequences; `milliseconds` ends what takes too long. */
export function selfTest(
  definition: AllocatorDefinition,
  contract: Contract,
  scope: Scope,
  milliseconds: number,
  pulse: Pulse = new Pulse(),
): SelfTested {
  pulse.begin(SELF_TEST);
  const twins = new Twins(definition, contract, scope, pulse);
  // Where it hung before, it goes on to that place however long it takes.
  const hidden = part(twins, pulse.last(SELF_TEST) === null ? milliseconds : Number.POSITIVE_INFINITY);
  return { hidden, broke: twins.broke };
}

function part(twins: Twins, milliseconds: number): Counterexample | null {
  const deadline = performance.now() + milliseconds;
  const inTime = () => performance.now() < deadline && !twins.hung;
  const commands = Array.from(twins.offered);
  const few = commands.length ** 2 <= MOST_PAIRS;
  const pairs = few ? commands.length ** 2 : MOST_PAIRS;
  let seed = 1;
  // Lehmer's generator: the sequences are the same in every run.
  const random = (below: number) => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % below;
  };
  const drawn = () => commands[random(commands.length)]!;
  for (let pair = 0; pair < pairs && inTime(); pair++) {
    const first = few ? commands[Math.floor(pair / commands.length)]! : drawn();
    const found = twins.compare([first, few ? commands[pair % commands.length]! : drawn()]);
    if (found !== null) return found;
  }
  for (const command of commands) {
    const found = inTime() ? twins.compare(new Array<number>(REPEATS).fill(command)) : null;
    if (found !== null) return found;
  }
  for (let sample = 0; sample < SAMPLES && inTime(); sample++) {
    const found = twins.compare(Array.from({ length: 3 + random(LONGEST_SAMPLE - 2) }, drawn));
    if (found !== null) return found;
  }
  return null;
}

class Twins {
  readonly offered: Int32Array;
  /** A sequence that broke a rule; of interest where the search breaks none. */
  broke: Counterexample | null = null;
  /** Whether that sequence ended in a call that did not return. */
  hung = false;
  private readonly specification: Specification;
  private readonly restored: Lockstep;
  private readonly calls: Calls;
  private readonly initial: Int32Array;

  constructor(
    private readonly definition: AllocatorDefinition,
    private readonly contract: Contract,
    private readonly scope: Scope,
    private readonly pulse: Pulse,
  ) {
    this.specification = new Specification(scope);
    this.restored = new Lockstep(this.specification, definition, contract, pulse);
    this.offered = this.restored.offered;
    this.calls = new Calls(definition.name, this.restored.main.allocator, this.specification, this.offered);
    this.restored.initial();
    this.initial = this.restored.successors.states.slice(0, this.restored.words);
  }

  /** Gives a sequence to both; what the contract leaves to the client is passed over, a finding ends it. */
  compare(sequence: readonly number[]): Counterexample | null {
    const { restored, specification, definition, scope, pulse } = this;
    const fresh = pulse.during(MAKE, () => makeAllocator(definition, scope));
    const calls = this.calls.on(fresh);
    const image = new StateImage(fresh.state);
    const state = this.initial.slice();
    const steps: TraceStep[] = [];
    for (const c of sequence) {
      specification.look(state, 0);
      restored.restore(state, 0);
      const command = specification.commands[c]!; // an offered command's own number
      const hang = pulse.enter(GIVE);
      if (hang !== null) return this.hangs(steps, command, hang);
      const outcome = restored.step(c, specification.judge(c), state, 0, 0);
      pulse.leave();
      if (outcome === SKIPPED) continue;
      if (outcome === BROKE) {
        // The search finds it too, with a shorter trace, unless what is hidden keeps it from the search.
        const answer = answerOf(scope, command, restored.answer);
        this.broke ??= this.found([...steps, { command, answer }], restored.rule, "nothing in the search");
        return null;
      }
      const given = answerOf(scope, command, restored.answer);
      const freshHang = pulse.enter(GIVE);
      if (freshHang !== null) return this.hangs(steps, command, freshHang);
      const straight = this.giveFresh(() => {
        const answer = calls.give(c);
        return describeAnswer(answerOf(scope, command, answer));
      });
      pulse.leave();
      steps.push({ command, answer: given });
      if (outcome === MOVED) state.set(restored.successors.states.subarray(0, restored.words));
      if (straight !== describeAnswer(given)) return this.found(steps, describeAnswer(given), straight);
    }
    // Only now: until here the fresh one ran on bytes that nobody scrubbed.
    const scrubHang = pulse.enter(SCRUB);
    if (scrubHang !== null) return this.hangs(steps, null, scrubHang);
    fresh.scrub?.();
    pulse.leave();
    return image.differs(state, specification.layout.words)
      ? this.found(steps, "one content of the state", "another content after the same commands")
      : null;
  }

  /** The sequence so far, and the command, if it is one, that is known not to return. */
  private hangs(steps: readonly TraceStep[], command: Command | null, { call }: Place): null {
    const answer: Answer = { kind: "hangs" };
    const after = command?.kind ?? "the last command";
    this.hung = true;
    this.broke = {
      ...this.found(command === null ? steps : [...steps, { command, answer }], "", ""),
      rule: HANGS.id,
      expected: "an answer",
      found: this.pulse.late(call === SCRUB ? `scrub after ${after}` : after),
    };
    return null;
  }

  private giveFresh(give: () => string): string {
    try {
      return give();
    } catch (error) {
      return `threw ${show(error)}`;
    }
  }

  private found(steps: readonly TraceStep[], restored: string, straight: string): Counterexample {
    return {
      ...headOf(this.definition, this.contract, this.scope),
      steps,
      rule: HIDDEN_STATE.id,
      expected: `${straight}, as on a fresh allocator`,
      found: `${restored}, on one that was used before and whose saved state was written back; ${ADVICE}`,
    };
  }
}
