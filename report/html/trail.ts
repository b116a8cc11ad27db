/** A trace as one walks along it: the moments before and after each step, and where else one may go. */
import { type Counterexample, contractIn, type TraceStep } from "../../model/trace/trace.js";
import type { AbstractMachine } from "../trace/machine.js";
import { isAboutAnswer, type Memory, machineOf, memoryOf, statesAlong } from "../trace/memory-strip.js";

/** One moment: the step that led to it (none to the first) and the state by the specification. */
export interface Moment {
  readonly step: TraceStep | null;
  readonly state: Int32Array;
  readonly memory: Memory;
}

export class Trail {
  readonly machine: AbstractMachine;
  /** The recorded moments, the beginning first. */
  readonly recorded: readonly Moment[];

  constructor(readonly counterexample: Counterexample) {
    this.machine = machineOf(counterexample);
    const states = statesAlong(counterexample, this.machine);
    this.recorded = [
      this.moment(null, this.machine.start()),
      ...counterexample.steps.map((step, i) => this.moment(step, states[i]!)), // a state a step
    ];
  }

  /** Whether its contract is known here: by name, or by value. */
  get knowsContract(): boolean {
    return contractIn(this.counterexample) !== null;
  }

  /** The moments up to recorded step `base`, and those after further steps, each right where it stands. */
  along(base: number, taken: readonly TraceStep[]): readonly Moment[] {
    const moments = this.recorded.slice(0, base + 1);
    for (const step of taken) {
      const { state } = moments.at(-1)!; // the beginning is always there
      const c = this.machine.numberOf(step.command);
      const after =
        c !== undefined && step.answer.kind === "accepted"
          ? this.machine.accept(c, step.answer, state)
          : state;
      moments.push(this.moment(step, after));
    }
    return moments;
  }

  /** The step from which another way leads on: what broke a rule by its answer is not gone past, but back. */
  turning(step: number): number {
    const { steps, rule, format } = this.counterexample;
    const last = step > 0 && step === steps.length && format !== "allocheck-witness";
    return last && isAboutAnswer(steps[step - 1]!, rule) ? step - 1 : step;
  }

  private moment(step: TraceStep | null, state: Int32Array): Moment {
    return { step, state, memory: memoryOf(this.machine.specification, state) };
  }
}
