/** The views of the module `protected`. */
import { viewsOf } from "../../state/view.js";

export const PROTECTED_VIEWS = viewsOf({
  protected: { over: "frames", statement: "protected" },
});
