/** The views of the module `zones`. */
import { viewsOf } from "../../state/view.js";

export const ZONE_VIEWS = viewsOf({
  serves: {
    over: "frames-by-command",
    of: ["alloc-zone"],
    statement: "a free frame of the zone asked for, or of one that it falls back to",
  },
  "none-serves": { over: "commands", of: ["alloc-zone"], statement: "without a frame for it" },
});
