/** The views of the module `provenance`. */
import { viewsOf } from "../../state/view.js";

export const PROVENANCE_VIEWS = viewsOf({
  stashed: { over: "frames", statement: "under a stashed slice" },
  shown: { over: "frames", statement: "shown by a file" },
  leaked: { over: "frames", statement: "under a leaked slice" },
  stashes: { over: "ranges", statement: "that of a stashed slice" },
  unstashed: { over: "ranges", statement: "of no stashed slice" },
  shows: { over: "ranges", statement: "shown by a file" },
  unshown: { over: "ranges", statement: "shown by no file" },
  orphan: { over: "commands", of: ["derive"], about: "the sub-slice", statement: "taken from no slice" },
  outside: { over: "commands", of: ["derive"], about: "the sub-slice", statement: "not inside its parent" },
});
