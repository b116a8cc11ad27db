/** What a counterexample on several CPUs tells beside its steps: who made which access, and when. */
import type { Command } from "../words/commands.js";
import type { Answer } from "./trace.js";

/** A command on a CPU, numbered from 0. */
export interface CpuCommand {
  readonly cpu: number;
  readonly command: Command;
  /** `pending` where it had not ended when the trace did. */
  readonly answer: Answer;
}

/** One access. */
export interface CpuAccess {
  /** The command that makes it, a number in `commands`. */
  readonly command: number;
  /** In words, such as `load status[1]`; empty where a command makes none. */
  readonly access: string;
  /** What it read, where it reads. */
  readonly read?: number | undefined;
}

/**
 * How commands of several CPUs came to overlap. The `steps` of the counterexample then are the last order of
 * them that explained the answers: a sequence for one client, but for its last step, which nothing explains.
 */
export interface CpuTrace {
  /** In the order of their first accesses. */
  readonly commands: readonly CpuCommand[];
  /** In the order in which they happened. */
  readonly accesses: readonly CpuAccess[];
  /** For each step of the counterexample its number in `commands`. */
  readonly order: readonly number[];
}
