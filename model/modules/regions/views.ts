/** The views of the module `regions`. */
import { viewsOf } from "../../state/view.js";

export const REGION_VIEWS = viewsOf({
  "no-memory": { over: "frames", statement: "not memory" },
  memory: { over: "frames", statement: "memory" },
  unusable: { over: "frames", statement: "not memory, or not mapped, and held by nobody" },
  place: {
    over: "frames-by-command",
    of: ["alloc-range"],
    statement: "a place of the first attempt that finds one",
  },
  "no-place": { over: "commands", of: ["alloc-range"], statement: "without a place for it" },
  "bottom-up": { over: "whole", statement: "looked for upwards" },
});
