/** The views of the module `phases`. */
import { viewsOf } from "../../state/view.js";

export const PHASE_VIEWS = viewsOf({
  "boot-over": { over: "whole", statement: "after boot" },
});
