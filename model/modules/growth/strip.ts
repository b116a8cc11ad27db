/** What the module `growth` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { read } from "../../state/layout.js";
import { signsUnder } from "../../state/signs.js";
import { unitsOf } from "../../words/scope.js";
import { arraysOf } from "../regions/state.js";

/** In the order of `arraysOf`. */
const TEXTS = ["memory array", "reserved array"] as const;

export const GROWTH_STRIP: Strip = {
  layers: ({ scope, layout }, state) =>
    arraysOf(layout).flatMap((place, i) => {
      const first = read(state, 0, place) - 1;
      if (first < 0) return [];
      const signs = signsUnder(scope, "m", [{ start: first, count: unitsOf(scope) }]);
      return [{ signs, text: TEXTS[i]! }]; // there are two
    }),
  legend: [], // the strip itself has the sign
};
