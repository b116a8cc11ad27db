/** What the module `zones` shows below the strip of a moment: of which zone a frame is. */
import type { Strip } from "../../rules/module.js";
import { zoneOfEach } from "../../words/initial-memory.js";

export const ZONE_STRIP: Strip = {
  layers: ({ scope }) => [{ signs: zoneOfEach(scope).map((zone) => `${zone}`), text: "zone" }],
  legend: ["1 of zone 1"],
};
