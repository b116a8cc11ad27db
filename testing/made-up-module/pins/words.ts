/** What the module `pins` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "pins",
  place: 23,
  countsIn: "frames",
  commands: {
    pin: takes("pinRange", "uses-reserved", "range"),
  },
  reasons: {
    pinned: -32,
  },
  bounds: {
    /** How many frames are pinned at once. */
    longestPin: { least: 1, most: 64, standard: 1, help: "frames of a pin" },
  },
} as const satisfies ModuleWords;
