/**
 * Why a search of a class may never end: memory shows nothing new any more, while the allocator's own content
 * does. Two states with the same memory, early and late, tell by which fields.
 */
import { isInternal } from "../../model/basics/blame.js";
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
  const { words } = system.specification.layout;
  const { levels, states } = within(complete);
  const depth = levels.length - 1;
  if (depth < LEAST_LEVELS) return null;
  const since = depthOf(lastNew(visited, states, words), levels);
  if (depth - since < Math.max(LEAST_LEVELS, since)) return null;
  const late = states - 1;
  const early = firstLike(visited, late, words);
  system.restore(visited.chunkOf(late), visited.offsetOf(late));
  const change = system.main.changesSince(visited.chunkOf(early), visited.offsetOf(early) + words);
  return { since, from: depthOf(early, levels), to: depth, change };
}

/** The levels of which the states are not too many to look at. */
function within({ levels }: Search["complete"]): {
  readonly levels: readonly number[];
  readonly states: number;
} {
  let states = 0;
  const end = levels.findIndex((found) => {
    states += found;
    return states > MOST_STATES;
  });
  return end < 0 ? { levels, states } : { levels: levels.slice(0, end), states: states - levels[end]! };
}

/** Looks now and then whether a search is one that will never end, and ends it. */
export class GrowthWatch {
  private looksAt = FIRST_LOOK;

  /** Ends a search that nothing but growth is left of, unless somebody said how far it is to go. */
  lookAt(search: Search, prepared: Prepared): true {
    const { maxDepth, maxSeconds } = prepared.request.budget ?? {};
    const { states } = search.complete;
    if (states < this.looksAt || maxDepth !== undefined || maxSeconds !== undefined) return true;
    this.looksAt = 2 * states;
    if (isEndless(search, prepared)) search.end("growth");
    return true;
  }
}

/** Whether something grows from quarter to quarter, beyond what a small counter holds. */
function isEndless(search: Search, prepared: Prepared): boolean {
  const { system } = prepared;
  const more = grown(search, prepared);
  if (more === null || !(system instanceof Lockstep)) return false;
  const [least, ...later] = [1, 2, 3, 4].map((quarter) =>
    extremes(search, system, more.since + ((more.to - more.since) * quarter) / 4),
  );
  return [...(least ?? [])].some(([name, value]) => {
    const row = [value, ...later.map((each) => each.get(name) ?? 0)];
    return row.at(-1)! > FAR && row.every((each, i) => i === 0 || each > row[i - 1]!);
  });
}

/** With so many states it looks for the first time. */
const FIRST_LOOK = 1 << 13;
/** No number of a frame, nor a sum of a few, and past the end of a counter of 8 bits, which comes round. */
const FAR = 1 << 10;
/** So many states of a level are looked at. */
const SAMPLE = 16;

/** For each field of the last states of a level how far from 0 it is, and how many values it has. */
function extremes({ visited, complete }: Search, system: Lockstep, depth: number): Map<string, number> {
  const end = within(complete)
    .levels.slice(0, Math.floor(depth) + 1)
    .reduce((sum, found) => sum + found, 0);
  const seen = new Map<string, number>();
  for (let state = Math.max(0, end - SAMPLE); state < end; state++) {
    system.restore(visited.chunkOf(state), visited.offsetOf(state));
    for (const { name, values } of system.main.allocator.fields?.() ?? []) {
      const sizes = values.map(Number).filter((value) => Number.isFinite(value));
      const farthest = Math.max(values.length, ...sizes.map(Math.abs));
      seen.set(name, Math.max(seen.get(name) ?? 0, farthest));
    }
  }
  return seen;
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
