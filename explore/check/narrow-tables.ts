/**
 * Tables of words of which the scope fills one: what goes wrong where one word ends and the next begins
 * cannot show. A table is known by its length in larger scopes: one word more for every 8 frames or more.
 */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALL_FREE } from "../../model/words/memory-map.js";
import type { Scope } from "../../model/words/scope.js";
import { MAKE, type Pulse } from "../search/pulse.js";
import { makeAllocator } from "../systems/make-allocator.js";

/** A table of which the scope fills one word, and the least number of frames that fill more. */
export interface NarrowTable {
  /** Where it lies in the object; `state` for the bytes of an allocator that is its bytes. */
  readonly path: string;
  readonly frames: number;
  /** How many frames a word has. */
  readonly bits: number;
}

/** Words are of 8 to 64 bits, and frames of the allocator's own may come first. */
const LEAST_BITS = 8;
const MOST_FRAMES = 130;

/** The tables of a fresh allocator that are so narrow in a scope; none where larger ones cannot be made. */
export function narrowTables(scope: Scope, definition: AllocatorDefinition, pulse: Pulse): NarrowTable[] {
  if (scope.initial !== ALL_FREE) return []; // a larger map nobody gave
  const lengthsIn = (frames: number): ReadonlyMap<string, number> => {
    const made = pulse.during(MAKE, () => makeAllocator(definition, { ...scope, frames }));
    const tables = made.tables?.() ?? [{ path: "state", length: made.state.length }];
    return new Map(tables.map(({ path, length }) => [path, length]));
  };
  try {
    const own = lengthsIn(scope.frames);
    const next = lengthsIn(scope.frames + 1);
    // What is longer for one frame more has an element for each, or none for a word.
    const candidates = [...own].filter(([path, length]) => length === 1 || path === "state");
    const narrow = candidates.filter(([path, length]) => next.get(path) === length);
    return narrow.length === 0 ? [] : wider(scope.frames, narrow, lengthsIn);
  } catch {
    return []; // it is no fault not to work in a scope that nobody asked for
  }
}

function wider(
  frames: number,
  narrow: readonly (readonly [path: string, length: number])[],
  lengthsIn: (frames: number) => ReadonlyMap<string, number>,
): NarrowTable[] {
  const byFrames = new Map<number, ReadonlyMap<string, number>>();
  const lengthAt = (count: number, path: string) => {
    const lengths = byFrames.get(count) ?? lengthsIn(count);
    byFrames.set(count, lengths);
    return lengths.get(path);
  };
  const growth = (path: string, from: number): number | null => {
    const before = lengthAt(from, path);
    for (let count = from + 1; count <= MOST_FRAMES; count++)
      if (lengthAt(count, path) !== before) return count;
    return null;
  };
  return narrow.flatMap(([path]) => {
    const second = growth(path, frames);
    const third = second === null ? null : growth(path, second);
    if (second === null || third === null || third - second < LEAST_BITS) return [];
    return growth(path, 1) === second ? [{ path, frames: second, bits: third - second }] : [];
  });
}
