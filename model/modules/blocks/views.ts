/** The views of the module `blocks`. */
import { viewsOf } from "../../state/view.js";

export const BLOCK_VIEWS = viewsOf({
  begins: { over: "frames", statement: "the first of a block" },
  inside: { over: "frames", statement: "further on in a block" },
  continued: { over: "frames", statement: "not the last of its block" },
  stray: { over: "frames", statement: "in a block that never began" },
  room: { over: "frames-by-command", of: ["alloc-block"], statement: "where such a block fits" },
  "no-room": { over: "commands", of: ["alloc-block"], statement: "without room for it" },
});
