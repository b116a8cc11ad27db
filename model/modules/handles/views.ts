/** The views of the module `handles`. */
import { viewsOf } from "../../state/view.js";

export const HANDLE_VIEWS = viewsOf({
  fresh: { over: "frames", statement: "named by a fresh handle" },
  waiting: { over: "frames", statement: "named by a stale handle" },
  "held-slice": { over: "frames", statement: "under a slice in a slot" },
  "handles-full": { over: "whole", statement: "at the scope's bound of handles" },
  "slot-empty": { over: "commands", of: ["touch"], about: "the command", statement: "about an empty slot" },
  "slot-stale": { over: "commands", of: ["touch"], about: "the command", statement: "about a stale handle" },
  "slot-reserved": {
    over: "commands",
    of: ["touch"],
    about: "the command",
    statement: "about reserved frames",
  },
});
