/** What the module `blocks` is called by. */
import { answers, takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "blocks",
  place: 2,
  countsIn: "frames",
  commands: {
    "alloc-block": answers("frame", "allocBlock", "takes-block", "count", "align"),
    "free-block": takes("freeBlock", "gives-allocated", "range"),
  },
  reasons: {
    interior: -12,
    partial: -13,
    "foreign-block": -14,
  },
} as const satisfies ModuleWords;
