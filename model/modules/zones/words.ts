/** What the module `zones` is called by. */
import { answers } from "../../words/command-rows.js";
import { wordsOf } from "../../words/module-words.js";

export const WORDS = wordsOf({
  id: "zones",
  place: 21,
  countsIn: "frames",
  noWindow: "the frames around a window are of no zone",
  commands: {
    "alloc-zone": answers("frame", "allocZone", "takes-frame", "zone"),
  },
  bounds: {
    // A map may say of each frame of which it is.
    zones: { least: 1, most: 4, standard: 2, help: "zones that frames belong to, with the module zones" },
  },
});
