/** What the module `hand-over` is called by. */
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "hand-over",
  place: 9,
  needs: ["regions", "phases"],
  countsIn: "units",
  reasons: {
    boot: -22,
  },
} as const satisfies ModuleWords;
