/** What the module `shares` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { placesOf, read } from "../../state/layout.js";
import { SHARERS } from "./state.js";

export const SHARES_STRIP: Strip = {
  layers: ({ layout }, state) => {
    const counts = placesOf(layout, SHARERS).map((place) => read(state, 0, place));
    return [{ signs: counts.map((more) => (more === 0 ? " " : `${more + 1}`)), text: "holders" }];
  },
  legend: ["2 held by so many"],
};
