/** The views of frames that have several units. */
import { viewsOf } from "../../state/view.js";

export const UNIT_VIEWS = viewsOf({
  vacant: { over: "frames", statement: "free with all its units" },
});
