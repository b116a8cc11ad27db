/** What the module `handles` is called by. */
import { answers, takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "handles",
  place: 13,
  countsIn: "frames",
  commands: {
    "alloc-handle": answers("frame", "allocHandle", "takes-frame"),
    hold: takes("holdSlice", "uses-reserved", "range"),
    expose: takes("exposeAddress", "uses-reserved", "range"),
    touch: takes("touchHandle", null, "slot"),
    "free-handle": takes("freeHandle", "gives-handle", "slot"),
    forget: takes("forgetHandle", null, "slot"),
  },
  reasons: {
    "no-such-handle": -27,
    "stale-handle": -28,
  },
  bounds: {
    /** The most handles held at once, each in a slot of its own: a bound of the run. */
    handles: { least: 1, most: 8, standard: 2, help: "the most handles held at once" },
    /** How many bits an allocator that counts generations has for the count of a frame. */
    generationBits: {
      least: 1,
      most: 8,
      standard: 2,
      help: "bits of a frame's generation, where an allocator counts them",
    },
  },
} as const satisfies ModuleWords;
