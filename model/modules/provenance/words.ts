/** What the module `provenance` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "provenance",
  place: 11,
  countsIn: "frames",
  commands: {
    derive: takes("deriveSlice", null, "from", "range"),
    stash: takes("stashSlice", null, "range"),
    unstash: takes("unstashSlice", null, "range"),
    leak: takes("leakSlice", null, "range"),
    insert: takes("insertSlice", null, "range"),
    evict: takes("evictSlice", null, "range"),
    copy: takes("copyOut", null, "range"),
    return: takes("endCall", null),
  },
  reasons: {
    "outside-parent": -23,
    stashed: -24,
    leaked: -25,
    inserted: -26,
  },
} as const satisfies ModuleWords;
