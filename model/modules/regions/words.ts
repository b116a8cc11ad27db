/** What the module `regions` is called by. */
import { answers, takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "regions",
  place: 5,
  countsIn: "units",
  noWindow: "what it says of memory is said of all of it",
  commands: {
    add: takes("addRange", "adds", "range", "node"),
    remove: takes("removeRange", "removes", "range"),
    "alloc-range": answers("unit", "allocRange", "takes-place", "count", "align", "window", "node", "search"),
    "set-direction": takes("setDirection", null, "bottomUp"),
  },
  reasons: {
    absent: -19,
    present: -20,
  },
} as const satisfies ModuleWords;
