/** The views of the module `contents`. */
import { viewsOf } from "../../state/view.js";

export const CONTENTS_VIEWS = viewsOf({
  filled: { over: "frames", statement: "known by what it holds" },
  twofold: { over: "frames", statement: "said to hold two things" },
  lent: { over: "frames", statement: "under a slice" },
});
