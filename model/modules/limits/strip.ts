/** What the module `limits` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { placesOf, read } from "../../state/layout.js";
import { signsUnder } from "../../state/signs.js";
import { gridOf } from "../../words/scope.js";

export const LIMIT_STRIP: Strip = {
  layers: ({ scope, layout }, state) => {
    const limit = read(state, 0, placesOf(layout, "limit")[0]!); // the module has the field
    if (limit === 0) return [];
    const beyond = { start: limit, count: Math.max(0, gridOf(scope) - limit) };
    return [{ signs: signsUnder(scope, ">", [beyond]), text: `limit ${limit}` }];
  },
  legend: ["> not accessible"],
};
