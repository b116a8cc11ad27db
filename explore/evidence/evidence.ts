/**
 * What is known of an allocator beside the verdict on one scope. Each kind says what it rests on, none
 * changes what `holds` means, and none is counted as another. A run has those that ran.
 */

import type { Uncovered } from "../../model/specification/covered.js";
import type { ModuleId } from "../../model/words/scope.js";
import type { Cost, Guess } from "./predict.js";

/** The specification keeps its invariants for any number of frames, owners and slices, by a solver. */
export interface Proved {
  readonly kind: "proved";
  /** The modules whose rules it is about: those of the run that have formulas. */
  readonly modules: readonly ModuleId[];
  /** The invariants that every rule keeps. */
  readonly invariants: readonly string[];
  /** Those that were not proved, and why. */
  readonly open: readonly { readonly invariant: string; readonly why: string }[];
  /** The modules of the run of which nothing was proved, and why. */
  readonly notCovered: readonly Uncovered[];
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

/** What each size showed that none before it had shown. */
export interface Grown {
  readonly kind: "grown";
  /** Of 1, 2, 3 frames and so on; then with one more owner, and one more slice. */
  readonly sizes: readonly GrownSize[];
  /** Where a rule is broken: the scope of the run is the least in which it is, of all that were explored. */
  readonly least?: true;
  /** Why there is no larger size: the allocator cannot be made of one. */
  readonly end?: string;
  /** What the next number of frames will cost, as far as can be told. */
  readonly next: Omit<Guess, "seconds" | "bytes"> | null;
  readonly measured: { readonly next: Pick<Cost, "seconds" | "bytes"> | null };
}

/** Something that is counted: how many of it, of this size and all before it, and how many are new. */
export interface Fresh {
  readonly all: number;
  readonly fresh: number;
}

/** One size that was explored to its end. */
export interface GrownSize {
  readonly frames: number;
  readonly owners: number;
  readonly slices: number;
  readonly states: number;
  readonly tried: number;
  /** Outcomes: a command with the set of reasons that held. */
  readonly outcomes: Fresh;
  /** Shapes of free memory: the lengths of its runs of free frames. */
  readonly shapes: Fresh;
  /** Faulty versions that are caught, and how many there are; where it comes with allocheck and has some. */
  readonly faults?: Fresh & { readonly of: number };
  readonly measured: { readonly seconds: number; readonly bytes: number };
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
