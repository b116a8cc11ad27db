/** What the module `flags` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "flags",
  place: 8,
  needs: ["regions"],
  countsIn: "units",
  commands: {
    mark: takes("markRange", "describes", "range", "flag"),
    clear: takes("clearMark", "describes", "range", "flag"),
  },
} as const satisfies ModuleWords;
