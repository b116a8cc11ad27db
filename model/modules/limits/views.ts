/** The views of the module `limits`. */
import { viewsOf } from "../../state/view.js";
import { kindsWith } from "../../words/roles.js";

export const LIMIT_VIEWS = viewsOf({
  "cuts-reserved": { over: "commands", of: kindsWith("cuts"), statement: "about to cut off a reservation" },
  "cuts-live": { over: "commands", of: kindsWith("cuts"), statement: "about to cut off a live slice" },
  "cuts-allocated": {
    over: "commands",
    of: kindsWith("cuts"),
    statement: "about to cut off allocated memory",
  },
  "cuts-metadata": {
    over: "commands",
    of: kindsWith("cuts"),
    statement: "about to cut off the allocator's own array",
  },
});
