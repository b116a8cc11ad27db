/** A trace as one walks along it: the moments before and after each step, and where else one may go. */
import { type Counterexample, contractIn, type TraceStep } from "../../model/trace/trace.js";
import type { AbstractMachine } from "../trace/machine.js";
import { type Memory, machineOf, memoryOf, statesAlong } from "../trace/memory-strip.js";

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

  moment(step: TraceStep | null, state: Int32Array): Moment {
    return { step, state, memory: memoryOf(this.machine.specification, state) };
  }
}
