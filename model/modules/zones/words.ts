/** What the module `zones` is called by. */
import { answers } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "zones",
  place: 21,
  countsIn: "frames",
  noWindow: "the frames around a window are of no zone",
  commands: {
    "alloc-zone": answers("frame", "allocZone", "takes-frame", "zone"),
  },
  bounds: {
    /** How many zones the frames are shared out to, where that is not two; a map may say it of each frame. */
    zones: { least: 1, most: 4, standard: 2, help: "zones that frames belong to, with the module zones" },
  },
} as const satisfies ModuleWords;
