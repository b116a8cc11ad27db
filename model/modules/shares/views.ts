/** The views of the module `shares`. */
import { viewsOf } from "../../state/view.js";

export const SHARE_VIEWS = viewsOf({
  shared: { over: "frames", statement: "held by several" },
  unshareable: { over: "frames", statement: "not allocated by itself, or held by as many as may hold it" },
});
