/**
 * Why a search of a class may never end: memory shows nothing new any more, while the allocator's own content
 * does. Two states with the same memory, early and late, tell by which fields.
 */
import { isInternal } from "../../model/words/blame.js";
import type { Search } from "../search/search.js";
import { hashOf, visitedSet } from "../search/visited.js";
import { Lockstep } from "../systems/lockstep.js";
import type { Prepared } from "./prepared.js";

/** What is new where memory is not. */
export interface Grows {
  /** The depth since which memory shows nothing new. */
  readonly since: number;
  /** The depths of two states with the same memory. */
  readonly from: number;
  readonly to: number;
  /** Which fields are other in the later one. */
  readonly change: string;
}

/** So many levels without anything new say something, where they are half of all. */
const LEAST_LEVELS = 8;
/** What looks at more takes too long for a person who waits. */
const MOST_STATES = 1_000_000;

/** What grows without an end, as far as can be seen. Bytes of one length do not; a class may. */
export function grown(search: Search, { system, local }: Pick<Prepared, "system" | "local">): Grows | null {
  if (!local || !(system instanceof Lockstep)) return null;
  try {
    return grows(search, system);
  } catch (error) {
    if (isInternal(error)) throw error;
    return null; // a class that fails to bring back what it saved is told of elsewhere
  }
}

/** What grew in a search that did not close; `null` where memory still shows what is new. */
export function grows({ visited, complete }: Search, system: Lockstep): Grows | null {
  const { levels, states } = complete;
  const { words } = system.specification.layout;
  const depth = levels.length - 1;
  if (states > MOST_STATES || depth < LEAST_LEVELS) return null;
  const since = depthOf(lastNew(visited, states, words), levels);
  if (depth - since < Math.max(LEAST_LEVELS, since)) return null;
  const late = states - 1;
  const early = firstLike(visited, late, words);
  system.restore(visited.chunkOf(late), visited.offsetOf(late));
  const change = system.main.changesSince(visited.chunkOf(early), visited.offsetOf(early) + words);
  return { since, from: depthOf(early, levels), to: depth, change };
}

/** The last state in which memory was new. */
function lastNew(visited: Search["visited"], states: number, words: number): number {
  const seen = visitedSet(words);
  const hash = new Int32Array(1);
  let last = 0;
  for (let state = 0; state < states; state++) {
    const chunk = visited.chunkOf(state);
    const at = visited.offsetOf(state);
    hash[0] = hashOf(chunk, at, words);
    seen.prepare(hash, 1);
    if (seen.add(chunk, at, hash[0], -1) >= 0) last = state;
  }
  return last;
}

/** The first state with the same memory as another. */
function firstLike(visited: Search["visited"], other: number, words: number): number {
  const wanted = visited.chunkOf(other).subarray(visited.offsetOf(other), visited.offsetOf(other) + words);
  for (let state = 0; ; state++) {
    const chunk = visited.chunkOf(state);
    const at = visited.offsetOf(state);
    if (wanted.every((word, w) => chunk[at + w] === word)) return state;
  }
}

/** At which depth a state was found. */
function depthOf(state: number, levels: readonly number[]): number {
  let end = 0;
  return levels.findIndex((found) => {
    end += found;
    return state < end;
  });
}
