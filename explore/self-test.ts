/**
 * Looks, before a search, whether an allocator really is its bytes.
 *
 * One instance is saved and restored all the time, as in the search; beside it a fresh one gets the
 * same commands and is never restored. All sequences of two commands, then longer ones at random,
 * within a stated time. Where the two part, something that matters lies outside the saved state.
 */
import type { AllocatorDefinition } from "../model/allocator.js";
import type { Contract } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import { Specification } from "../model/specification.js";
import { answerOf, type Counterexample, describeAnswer, type TraceStep } from "../model/trace.js";
import { HIDDEN_STATE } from "../properties/answers.js";
import { Calls } from "./calls.js";
import { BROKE, Lockstep, MOVED, SKIPPED } from "./lockstep.js";
import { makeAllocator } from "./make.js";
import { StateImage } from "./state-image.js";

const LONGEST_SAMPLE = 12;
const SAMPLES = 200;

const ADVICE =
  "fields declared with #, closures and module variables are not saved: give fromObject save and load, " +
  "or replay: true with a key; with the socket, keep everything in state";

/** The trace on which a restored and a fresh allocator part; `null` when none was found in the time given. */
export function selfTest(
  definition: AllocatorDefinition,
  contract: Contract,
  scope: Scope,
  milliseconds: number,
): Counterexample | null {
  const twins = new Twins(definition, contract, scope);
  const deadline = performance.now() + milliseconds;
  const inTime = () => performance.now() < deadline;
  const commands = Array.from(twins.offered);
  for (const first of commands)
    for (const second of commands) {
      if (!inTime()) return null;
      const found = twins.compare([first, second]);
      if (found !== null) return found;
    }
  let seed = 1;
  // Lehmer's generator: the samples are the same in every run.
  const random = (below: number) => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % below;
  };
  for (let sample = 0; sample < SAMPLES && inTime(); sample++) {
    const length = 3 + random(LONGEST_SAMPLE - 2);
    const found = twins.compare(Array.from({ length }, () => commands[random(commands.length)]!));
    if (found !== null) return found;
  }
  return null;
}

class Twins {
  readonly offered: Int32Array;
  private readonly specification: Specification;
  private readonly restored: Lockstep;
  private readonly initial: Int32Array;

  constructor(
    private readonly definition: AllocatorDefinition,
    private readonly contract: Contract,
    private readonly scope: Scope,
  ) {
    this.specification = new Specification(scope);
    this.restored = new Lockstep(this.specification, definition, contract);
    this.offered = this.restored.offered;
    this.restored.initial();
    this.initial = this.restored.successors.states.slice(0, this.restored.words);
  }

  /** Gives a sequence to both; what the contract leaves to the client is passed over, a finding ends it. */
  compare(sequence: readonly number[]): Counterexample | null {
    const { restored, specification, definition, scope } = this;
    const fresh = makeAllocator(definition, scope);
    const calls = new Calls(definition.name, fresh, specification, this.offered);
    const image = new StateImage(fresh.state);
    const state = this.initial.slice();
    const steps: TraceStep[] = [];
    for (const c of sequence) {
      specification.look(state, 0);
      restored.restore(state, 0);
      const outcome = restored.step(c, specification.judge(c), state, 0, 0);
      if (outcome === SKIPPED) continue;
      if (outcome === BROKE) return null; // the search will find it, with its shortest trace
      const command = specification.commands[c]!; // an offered command's own number
      const given = answerOf(command, restored.answer);
      const straight = this.giveFresh(() => {
        const answer = calls.give(c);
        fresh.scrub?.();
        return describeAnswer(answerOf(command, answer));
      });
      steps.push({ command, answer: given });
      if (outcome === MOVED) state.set(restored.successors.states.subarray(0, restored.words));
      if (straight !== describeAnswer(given)) return this.found(steps, describeAnswer(given), straight);
      if (image.differs(state, specification.layout.words))
        return this.found(steps, "one content of the state", "another content after the same commands");
    }
    return null;
  }

  private giveFresh(give: () => string): string {
    try {
      return give();
    } catch (error) {
      return `threw ${String(error)}`;
    }
  }

  private found(steps: readonly TraceStep[], restored: string, straight: string): Counterexample {
    return {
      format: "allocheck-counterexample",
      version: 1,
      allocator: this.definition.name,
      contract: this.contract.id,
      scope: this.scope,
      steps,
      rule: HIDDEN_STATE.id,
      expected: `${straight}, as on a fresh allocator`,
      found: `${restored}, on one that was used before and whose saved state was written back; ${ADVICE}`,
    };
  }
}
