/** The views of the module `resizing`. */
import { viewsOf } from "../../state/view.js";

export const RESIZE_VIEWS = viewsOf({
  cramped: { over: "commands", of: ["resize"], statement: "without room for it" },
  stuck: { over: "commands", of: ["realloc"], statement: "without room for it" },
  unasked: {
    over: "commands",
    of: ["resize", "realloc"],
    statement: "of what others or a handle name as well, or with room in places alone that overlap it",
  },
  fits: { over: "frames-by-command", of: ["realloc"], statement: "where the block then fits" },
});
