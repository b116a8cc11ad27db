/** What the module `quarantine` shows below the strip of a moment: what is free and waits. */
import type { Strip } from "../../rules/module.js";
import { bitAt } from "../../state/layout.js";
import { BLANK, signsUnder } from "../../state/signs.js";
import { planesOf } from "../../state/views.js";
import { handlesIn } from "../handles/state.js";

export const QUARANTINE_STRIP: Strip = {
  layers: ({ scope, layout, ranges }, state) => {
    const stale = handlesIn(layout, ranges, state).flatMap((handle) =>
      handle?.how === "stale" ? [handle.range] : [],
    );
    const planes = planesOf(scope, layout);
    const isHeld = (unit: number) => planes.some((plane) => bitAt(state, 0, plane, unit));
    const signs = signsUnder(scope, "w", stale).map((sign, unit) => (isHeld(unit) ? BLANK : sign));
    return [{ signs, text: "waiting" }];
  },
  legend: ["w free, and waits until no stale handle is held on it"],
};
