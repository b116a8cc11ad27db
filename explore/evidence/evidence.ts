/**
 * What is known of an allocator beside the verdict on one scope. Each kind says what it rests on, none
 * changes what `holds` means, and none is counted as another. A run has those that ran.
 */

/** The specification keeps its invariants for any number of frames, owners and slices, by a solver. */
export interface Proved {
  readonly kind: "proved";
  /** The invariants that every rule keeps. */
  readonly invariants: readonly string[];
  /** Those that were not proved, and why. */
  readonly open: readonly { readonly invariant: string; readonly why: string }[];
  /** How many formulas were found to have no counterexample. */
  readonly obligations: number;
  /** The solver with its version. */
  readonly solver: string;
  readonly measured: { readonly seconds: number };
}

/** A window: the frames of a scope inside a larger pool, all other frames of which are taken. */
export interface Window {
  /** The frame of the pool that is the first of the scope. */
  readonly at: number;
  /** How many frames the pool has. */
  readonly pool: number;
}

/** Windows that were explored as the scope was, and held. */
export interface Windows {
  readonly kind: "windows";
  /** How many states the same frames have by themselves. */
  readonly alone: number;
  readonly seen: readonly WindowSeen[];
  /** Why there can be none, where some were asked for or tried. */
  readonly none?: string;
  /** Those that were not explored to their end, and why. */
  readonly open: readonly (Window & { readonly why: string })[];
}

/** A window that was explored to its end, and how many states it has. */
export interface WindowSeen extends Window {
  readonly states: number;
}

/** What each size showed that no smaller one had shown. */
export interface Grown {
  readonly kind: "grown";
  readonly sizes: readonly GrownSize[];
}

/** One size that was explored to its end. */
export interface GrownSize {
  readonly frames: number;
  readonly owners: number;
  readonly slices: number;
  readonly states: number;
  /** Outcomes, each a command with the set of reasons that held: of this size and all before it. */
  readonly outcomes: number;
  /** How many of them no size before it had. */
  readonly fresh: number;
}

/** Random sequences in a pool that is too large to be explored. */
export interface Sampled {
  readonly kind: "sampled";
  readonly frames: number;
  readonly commands: number;
  /** How often it began with a fresh allocator. */
  readonly runs: number;
  readonly seed: number;
  readonly measured: { readonly seconds: number };
}

export type Evidence = Proved | Windows | Grown | Sampled;
