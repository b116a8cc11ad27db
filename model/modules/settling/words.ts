/** What the module `settling` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "settling",
  place: 19,
  countsIn: "units",
  commands: {
    settle: takes("settle", null),
  },
} as const satisfies ModuleWords;
