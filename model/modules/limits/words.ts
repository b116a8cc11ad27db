/** What the module `limits` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "limits",
  place: 6,
  needs: ["regions"],
  countsIn: "units",
  commands: {
    "set-limit": takes("setLimit", null, "limit"),
    "enforce-limit": takes("enforceLimit", "cuts", "limit"),
    cap: takes("capRange", "cuts", "range"),
    "limit-map": takes("limitMap", "cuts", "limit"),
    trim: takes("trimRegions", "cuts", "align"),
  },
} as const satisfies ModuleWords;
