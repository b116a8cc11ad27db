/** What the module `protected` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "protected",
  place: 12,
  countsIn: "frames",
  commands: {
    protect: takes("protectRange", "uses-reserved", "range"),
  },
} as const satisfies ModuleWords;
