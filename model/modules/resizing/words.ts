/** What the module `resizing` is called by. */
import { answers, takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "resizing",
  place: 20,
  needs: ["blocks"],
  countsIn: "frames",
  commands: {
    resize: takes("resizeBlock", "resizes", "range", "to"),
    realloc: answers("frame", "reallocBlock", "resizes", "range", "to"),
  },
} as const satisfies ModuleWords;
