/** What the module `growth` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "growth",
  place: 10,
  needs: ["regions"],
  countsIn: "units",
  commands: {
    "allow-resize": takes("allowResize", null),
  },
  reasons: {
    metadata: -21,
  },
  bounds: {
    /** How many entries the allocator's arrays begin with, where that is not two. */
    capacity: {
      least: 1,
      most: 128,
      standard: 2,
      help: "entries the arrays begin with, with the module growth",
    },
  },
} as const satisfies ModuleWords;
