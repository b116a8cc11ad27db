/** What the module `provenance` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { listOfRanges, rangesIn, signsOfPlane, signsUnder } from "../../state/signs.js";

const LISTS = [
  { field: "stashed", sign: "s" },
  { field: "shown", sign: "f" },
];

export const PROVENANCE_STRIP: Strip = {
  layers: ({ scope, layout, ranges: numbers }, state) => [
    ...LISTS.map(({ field, sign }) => {
      const ranges = rangesIn(layout, numbers, state, field);
      return { signs: signsUnder(scope, sign, ranges), text: `${field}: ${listOfRanges(ranges)}` };
    }),
    { signs: signsOfPlane(scope, layout, state, "leaked", "l"), text: "leaked" },
  ],
  legend: ["s stashed", "f shown by a file", "l leaked"],
};
