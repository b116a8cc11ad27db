/** What the thread that listens and the thread that searches say to each other. */

import type { Replayed } from "../../counterexamples/replay.js";
import type { Run } from "../../explore/check/verdict.js";
import type { WantedWindows } from "../../explore/evidence/standard-windows.js";
import type { Sample } from "../../explore/fuzz/sampling.js";
import type { Shared } from "../../explore/parallel/shared.js";
import type { Brought } from "../../explore/reduce/shrunk.js";
import type { Keep } from "../../explore/search/finding-log.js";
import type { SearchProgress } from "../../explore/search/progress.js";
import type { Place } from "../../explore/search/pulse.js";
import type { Budget } from "../../explore/search/search.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { BoundId } from "../../model/words/bounds.js";
import type { Scope } from "../../model/words/scope.js";
import type { Answering } from "../../report/html/data.js";
import type { Target } from "../targets/target.js";

/** One check to run. */
export interface Job {
  readonly target: Target;
  /** A contract by name, instead of the allocator's own. */
  readonly contract?: string;
  readonly scope: Scope;
  /** Whether the modules of what the allocator offers are in force beside those of the scope. */
  readonly widen: boolean;
  /** Whether one owner is enough for an allocator whose commands name none. */
  readonly fewOwners?: boolean;
  /** Whether the pool begins where the allocator's addresses tell. */
  readonly ownPfn?: boolean;
  /** Whether no scope is named, so that the scopes its definition brings count. */
  readonly ownScopes?: boolean;
  /** Bounds that a config names for all its targets: they say nothing where their module is not in force. */
  readonly forAll?: readonly BoundId[];
  readonly budget: Budget;
  /** What is kept of all that is found, and so how far it goes on after a finding. */
  readonly keep: Keep;
  /** Which windows of larger pools are explored beside it; one where it is cheap when absent. */
  readonly windows?: WantedWindows;
  /** Whether it is explored over 1, 2, 3 frames and so on, up to `most`; `null` finds where to end. */
  readonly grow?: { readonly most: number | null };
  /** Whether what is proved of its rules is told beside it. */
  readonly proved?: boolean;
  /** Whether it is one of these sizes. */
  readonly survey?: true;
  /** Whether to look back over a search that has closed. */
  readonly canAlways?: boolean;
  /** How long one command may take. */
  readonly maxCommandSeconds: number;
  /** How many commands of each state are run again on a second instance; the standard when absent. */
  readonly suspicion?: number;
  /** Several workers met a finding. */
  readonly foundBySeveral?: boolean;
  /** Sequences are drawn at random, instead of searched. */
  readonly sample?: Sample;
  /** Whether the pool may have fewer frames than the scope says, where the allocator takes no more. */
  readonly fewerFrames?: true;
  /** How many random commands are given in a large pool where the search held. */
  readonly sampled?: number;
  /** A trace that is reduced, instead of searching. */
  readonly shrink?: Brought;
  /** Memory has run out in the tests before the search: it is searched without them, and never holds. */
  readonly untested?: true;
}

/**
 * What a worker is for: to check, to load a file whose default export is plain data or an allocator, or to
 * replay a counterexample on an allocator.
 */
export type Work =
  | { readonly kind: "check"; readonly job: Job }
  /** One part of a check by several workers. */
  | { readonly kind: "part"; readonly job: Job; readonly shared: Shared; readonly part: number }
  | { readonly kind: "load"; readonly file: string; readonly as: "data" | "allocator" }
  | ({ readonly kind: "replay" } & Replay)
  /** To tell what an allocator does along traces, for a page. */
  | { readonly kind: "along"; readonly target: Target; readonly traces: readonly Counterexample[] }
  /** Several replays on allocators that come with allocheck, one after the other. */
  | { readonly kind: "replays"; readonly replays: readonly Replay[] };

/** One counterexample and what to replay it on. */
export interface Replay {
  readonly target: Target;
  readonly counterexample: Counterexample;
}

/** What a worker is given: its work, flags it looks at, and what its pulse is made of. */
export interface WorkerData {
  readonly work: Work;
  readonly flags: Int32Array;
  readonly pulse: { readonly cells: Int32Array; readonly passed: readonly Place[]; readonly seconds: number };
}

export type Message =
  /** A module of a person's is loaded, or about to be. */
  | { readonly kind: "module"; readonly file: string }
  | { readonly kind: "loaded"; readonly value?: unknown }
  | ({ readonly kind: "progress" } & SearchProgress)
  /** What the run is if it ends here: a level is complete. */
  | { readonly kind: "level"; readonly run: Run }
  | { readonly kind: "done"; readonly run: Run }
  | { readonly kind: "replayed"; readonly replayed: Replayed; readonly allocator: string }
  | { readonly kind: "along"; readonly answering: readonly Answering[] }
  /** One of several replays met with a misuse, and the next begins. */
  | { readonly kind: "unfit"; readonly code: string; readonly message: string; readonly remedy: string }
  /** One part of a search, or the last of several replays, is over, and its worker may go. */
  | { readonly kind: "ended" }
  /** The search must be done by one worker: also where several `found` something. */
  | { readonly kind: "one-worker"; readonly found: boolean }
  | { readonly kind: "misuse"; readonly code: string; readonly message: string; readonly remedy: string }
  | { readonly kind: "fault"; readonly text: string };

/** The shared flags: how many there are, and which one ends the search. */
export const FLAG_COUNT = 1;
export const INTERRUPTED = 0;
