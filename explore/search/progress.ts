/** How far a search is at one moment, within a level too. */

export interface SearchProgress {
  /** The number of states of each complete level. */
  readonly levels: readonly number[];
  /** The states found, those of the level under way included. */
  readonly states: number;
  /** The states of the last complete level that are still to be expanded. */
  readonly frontier: number;
  /** The successors met, new or known. */
  readonly transitions: number;
  /** What states, parents and table take. */
  readonly bytes: number;
  /** Where sequences are drawn: which run this is; the states are then commands that were given. */
  readonly runs?: number;
}

const STATES = 0;
const FRONTIER = 1;
const TRANSITIONS = 2;
const BYTES = 3;
const COLUMNS = 4;

/** Memory in which each of several workers says how far it is. */
export function progressMemory(workers: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * COLUMNS * workers));
}

/** Notes how far one worker is. Plain stores: who reads them wants a picture, not a count. */
export function noteProgress(
  rows: Float64Array,
  worker: number,
  states: number,
  frontier: number,
  transitions: number,
): void {
  rows[worker * COLUMNS + STATES] = states;
  rows[worker * COLUMNS + FRONTIER] = frontier;
  rows[worker * COLUMNS + TRANSITIONS] = transitions;
}

/** Notes what one worker holds, and returns what all hold together. */
export function noteBytes(rows: Float64Array, worker: number, bytes: number): number {
  rows[worker * COLUMNS + BYTES] = bytes;
  return sum(rows, BYTES);
}

/** How far all workers are together. */
export function progressOf(rows: Float64Array, levels: readonly number[]): SearchProgress {
  return {
    levels,
    states: sum(rows, STATES),
    frontier: sum(rows, FRONTIER),
    transitions: sum(rows, TRANSITIONS),
    bytes: sum(rows, BYTES),
  };
}

function sum(rows: Float64Array, column: number): number {
  let total = 0;
  for (let i = column; i < rows.length; i += COLUMNS) total += rows[i]!;
  return total;
}
