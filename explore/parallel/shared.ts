/** The memory that the workers of one search share. */

import { progressMemory } from "../search/progress.js";
import type { StoppedBy } from "../search/search.js";
import { tallyLength } from "../systems/tally.js";
import { ringMemory, ringWords } from "./ring.js";

/** The cells of `Shared.control`. */
export const STOP = 0;
export const FOUND = 1;
const ARRIVED = 2;
export const GENERATION = 3;
export const DONE = 4;
export const DECISION = 5;
/** Set where a state has a number in it that means something in the thread of its worker alone. */
export const LOCAL = 6;
const CONTROLS = 7;

/** What a stop and a decision of the workers may be: these, numbered on from `FIRST_REASON`. */
export const REASONS: readonly StoppedBy[] = [
  "max-depth",
  "max-states",
  "max-seconds",
  "max-memory",
  "interrupt",
];
export const FIRST_REASON = 3;
export const INTERRUPT = FIRST_REASON + REASONS.indexOf("interrupt");

/** The memory that the workers of one search share. */
export interface Shared {
  readonly workers: number;
  readonly control: Int32Array;
  /** A row a worker: how many states it found in the level just ended, then its tally. */
  readonly stats: Float64Array;
  /** How far each worker is. */
  readonly progress: Float64Array;
  /** The ring from worker `i` to worker `j` at `i * workers + j`. */
  readonly rings: readonly SharedArrayBuffer[];
  /** What the rings take together. */
  readonly ringBytes: number;
}

/** The rings take this part of the memory that a search may take at most. */
const RINGS_OF_MEMORY = 1 / 8;

/** Asks all workers of a search to end it. */
export function requestStop({ control }: Pick<Shared, "control">): void {
  Atomics.store(control, STOP, INTERRUPT);
}

/** Memory for a search by several workers, which may take so much in all. */
export function share(workers: number, maxMemoryBytes?: number): Shared {
  const row = 1 + tallyLength();
  const rings = workers * (workers - 1);
  const words = ringWords(rings, maxMemoryBytes === undefined ? undefined : maxMemoryBytes * RINGS_OF_MEMORY);
  return {
    workers,
    control: new Int32Array(new SharedArrayBuffer(4 * CONTROLS)),
    stats: new Float64Array(new SharedArrayBuffer(8 * workers * row)),
    progress: progressMemory(workers),
    rings: Array.from({ length: workers * workers }, (_, i) =>
      // A worker needs no ring to itself.
      i % (workers + 1) === 0 ? new SharedArrayBuffer(0) : ringMemory(words),
    ),
    ringBytes: 4 * rings * words,
  };
}

/** Waits until every worker of a search is here. */
export function meet({ control, workers }: Shared): void {
  const generation = Atomics.load(control, GENERATION);
  if (Atomics.add(control, ARRIVED, 1) === workers - 1) {
    Atomics.store(control, ARRIVED, 0);
    Atomics.add(control, GENERATION, 1);
    Atomics.notify(control, GENERATION);
    return;
  }
  while (Atomics.load(control, GENERATION) === generation) Atomics.wait(control, GENERATION, generation);
}
