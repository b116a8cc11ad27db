/** What the module `phases` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "phases",
  place: 3,
  countsIn: "units",
  commands: {
    "end-boot": takes("endBoot", null),
  },
  reasons: {
    "boot-over": -15,
  },
} as const satisfies ModuleWords;
