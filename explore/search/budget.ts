/** When a run must stop, and what has stopped it. */

/** When a run must stop; what is absent does not stop it. */
export interface Budget {
  /** The deepest level to reach: commands from its states are not tried. */
  readonly maxDepth?: number;
  /** Looked at between levels: no level is begun once so many states are known. */
  readonly maxStates?: number;
  /** Counts then are those of the last complete level. */
  readonly maxSeconds?: number;
  /** The states, their parents and the table may take so many bytes; counts as with `maxSeconds`. */
  readonly maxMemoryBytes?: number;
}

export type StoppedBy =
  | "finding"
  | "max-depth"
  | "max-states"
  | "max-seconds"
  | "max-memory"
  | "max-commands"
  | "growth"
  | "interrupt";
