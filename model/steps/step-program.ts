/** An allocator whose commands are taken step by step, made for one scope. */
import type { CommandKind } from "../words/commands.js";
import type { Steps } from "./accesses.js";
import type { SharedMemory } from "./shared-memory.js";

/** On which CPU a command runs, and what it carried over when it began anew. */
export interface OnCpu {
  /** The number of the CPU, from 0. Only where the allocator is declared `perCpu`: else CPUs are alike. */
  readonly cpu: number;
  /** What the command gave to `again` when it began anew; 0 the first time. */
  readonly carry: number;
}

/** Its memory, and how a command begins. */
export interface StepProgram {
  readonly memory: SharedMemory;
  /** Begins a command with its arguments, as a method of the socket takes them. */
  begin(kind: CommandKind, on: OnCpu, given: readonly number[]): Steps;
}
