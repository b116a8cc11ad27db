/** The views of the module `quarantine`. */
import { viewsOf } from "../../state/view.js";

export const QUARANTINE_VIEWS = viewsOf({
  clean: { over: "frames", statement: "free and named by no stale handle" },
});
