/** The views of the module `pins`. */
import { viewsOf } from "../../state/view.js";

export const PIN_VIEWS = viewsOf({
  pinned: { over: "frames", statement: "pinned for a device" },
});
