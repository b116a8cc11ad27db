/** What the module `chores` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "chores",
  place: 18,
  countsIn: "units",
  commands: {
    neutral: takes("neutral", null, "chore"),
  },
} as const satisfies ModuleWords;
