/** The views of the module `foreign`. */
import { viewsOf } from "../../state/view.js";

export const FOREIGN_VIEWS = viewsOf({
  argument: { over: "whole", statement: "given such an argument" },
});
