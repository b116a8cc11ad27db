/** The views of the module `nodes`. */
import { viewsOf } from "../../state/view.js";

export const NODE_VIEWS = viewsOf({
  "on-node": { over: "frames", statement: "on a later node" },
});
