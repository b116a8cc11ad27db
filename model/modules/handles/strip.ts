/** What the module `handles` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { signsUnder } from "../../state/signs.js";
import { describeRange } from "../../words/parameters.js";
import { handlesIn } from "./state.js";

export const HANDLE_STRIP: Strip = {
  layers: ({ scope, layout, ranges: numbers }, state) => {
    const held = handlesIn(layout, numbers, state);
    const texts = held.flatMap((handle, slot) =>
      handle === null ? [] : [`${slot} on [${describeRange(handle.range)}] ${handle.how}`],
    );
    const ranges = held.flatMap((handle) => (handle === null ? [] : [handle.range]));
    return [{ signs: signsUnder(scope, "-", ranges), text: `handles: ${texts.join(", ")}` }];
  },
  legend: ["- named by a handle"],
};
