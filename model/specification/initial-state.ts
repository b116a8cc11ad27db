/** The packed state in which every run of a scope begins: all zeros, but for what its map says. */
import { type Layout, placesOf, read, write } from "../state/layout.js";
import { memoryOf } from "../words/initial-memory.js";
import { frameMask } from "../words/ranges.js";
import { gridOf, type Scope, unitsOf } from "../words/scope.js";

/** The field whose bits say so of a frame that is not free. What is reserved at birth is owner 1's. */
const FIELDS = { free: null, reserved: "owner-1", hole: "absent" } as const;

export function initialState(scope: Scope, layout: Layout): Int32Array {
  const words = new Int32Array(layout.words);
  const units = unitsOf(scope);
  for (const { kind, start, count } of memoryOf(scope)) {
    const field = FIELDS[kind];
    if (field === null) continue;
    const bits = frameMask(gridOf(scope), { start: start * units, count: count * units });
    for (const [w, place] of placesOf(layout, field).entries())
      write(words, 0, place, read(words, 0, place) | bits[w]!);
  }
  return words;
}
