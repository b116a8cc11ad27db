/** The views of the module `growth`. */
import { viewsOf } from "../../state/view.js";

export const GROWTH_VIEWS = viewsOf({
  metadata: { over: "frames", statement: "the allocator's own array" },
});
