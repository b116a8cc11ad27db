/** What a search has seen of free memory: the lengths of its runs of free frames, in each state. */
import type { Specification } from "../../model/specification/specification.js";
import { FREE } from "../../model/words/frames.js";
import { gridOf } from "../../model/words/scope.js";
import type { Search } from "../search/search.js";

/** The shapes that came up, each as text such as `1+2`, and what the states take in memory. */
export function surveyOf(search: Search, specification: Specification): { shapes: string[]; bytes: number } {
  const { visited, progress } = search;
  const units = gridOf(specification.scope);
  const shapes = new Set<string>();
  for (let state = 0; state < visited.count; state++)
    shapes.add(shapeOf(specification, visited.chunkOf(state), visited.offsetOf(state), units));
  return { shapes: [...shapes].sort(), bytes: progress.bytes };
}

function shapeOf(specification: Specification, words: Int32Array, at: number, units: number): string {
  const runs: number[] = [];
  let length = 0;
  for (let unit = 0; unit <= units; unit++)
    if (unit < units && specification.kindOf(words, at, unit) === FREE) length++;
    else if (length > 0) {
      runs.push(length);
      length = 0;
    }
  return runs.sort((a, b) => a - b).join("+");
}
