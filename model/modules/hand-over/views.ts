/** The views of the module `hand-over`. */
import { viewsOf } from "../../state/view.js";

export const HAND_OVER_VIEWS = viewsOf({
  returned: { over: "frames", statement: "the page allocator's after boot" },
  boot: { over: "whole", statement: "before the end of boot" },
});
