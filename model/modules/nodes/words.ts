/** What the module `nodes` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "nodes",
  place: 7,
  needs: ["regions"],
  countsIn: "units",
  commands: {
    "set-node": takes("setNode", "describes", "range", "node"),
  },
  bounds: {
    /** How many nodes memory can belong to, where that is not two. */
    nodes: { least: 1, most: 4, standard: 2, help: "nodes that memory belongs to, with the module nodes" },
  },
} as const satisfies ModuleWords;
