/** What the module `protected` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { signsOfPlane } from "../../state/signs.js";

export const PROTECTED_STRIP: Strip = {
  layers: ({ scope, layout }, state) => [
    { signs: signsOfPlane(scope, layout, state, "protected", "!"), text: "protected" },
  ],
  legend: ["! protected"],
};
