/** The views of the module `flags`. */
import { viewsOf } from "../../state/view.js";

export const FLAG_VIEWS = viewsOf({
  flagged: { over: "frames", statement: "marked" },
});
