/** What the module `boot` is called by. */
import { answers, takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "boot",
  place: 16,
  needs: ["phases"],
  countsIn: "units",
  noWindow: "what it places lies anywhere in memory",
  commands: {
    "place-initrd": takes("placeInitrd", null, "image"),
    "retain-initrd": takes("retainInitrd", null),
    "reserve-crashkernel": takes("reserveCrashkernel", "takes-range", "range"),
    "reserve-initrd": takes("reserveInitrd", null),
    "unpack-initrd": takes("unpackInitrd", null),
    "end-unpack": takes("endUnpack", null, "how"),
    "free-initrd": answers("edges", "freeInitrd", "gives-image"),
  },
  reasons: {
    retained: -30,
    image: -31,
  },
} as const satisfies ModuleWords;
