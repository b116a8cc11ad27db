/** What the module `shares` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "shares",
  place: 17,
  countsIn: "frames",
  commands: {
    share: takes("shareFrame", null, "frame"),
  },
  bounds: {
    /** The most holders of one frame: a bound of the run. A counter of two bits is full with three. */
    sharers: { least: 2, most: 16, standard: 4, help: "the most holders of one frame" },
  },
} as const satisfies ModuleWords;
