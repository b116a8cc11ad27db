/** What the module `quarantine` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "quarantine",
  place: 14,
  needs: ["handles"],
  countsIn: "frames",
  commands: {
    sweep: takes("sweepHandles", null),
  },
} as const satisfies ModuleWords;
