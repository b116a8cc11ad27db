/** What the module `contents` is called by. */
import { answers, takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "contents",
  place: 15,
  countsIn: "frames",
  commands: {
    "alloc-raw": answers("frame", "allocRaw", "takes-frame"),
    load: takes("loadRange", "uses-reserved", "range"),
    write: takes("writeFrame", "uses-allocated", "frame"),
    poison: takes("poisonRange", "uses-reserved", "range"),
  },
  reasons: {
    unread: -29,
  },
} as const satisfies ModuleWords;
