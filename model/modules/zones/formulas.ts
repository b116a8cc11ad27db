/** The module `zones` as formulas: any number of zones, each of any frames, and any way of falling back. */
import { and, every, implies, not, some, type Term, within } from "../../logic/term.js";
import type { Formulas, Sight, StateField, ViewFormulas } from "../../rules/formulas.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { ordersIn } from "../../words/fallback.js";
import { zoneOfEach, zonesOf } from "../../words/initial-memory.js";
import { TAKES_FRAME } from "../core/formulas.js";
import { QUARANTINE_VIEWS } from "../quarantine/views.js";
import type { ZONE_VIEWS } from "./views.js";

/** No command changes them: they are as the scope has them. */
const FIELDS: readonly StateField[] = [
  {
    name: "zone-of",
    over: ["frame"],
    is: "number",
    read: ({ scope }) => {
      const zones = zoneOfEach(scope);
      return (_words, _at, [frame]) => zones[frame!] ?? 0;
    },
  },
  {
    name: "serves",
    over: ["number", "number"],
    is: "truth",
    read: ({ scope }) => {
      const orders = ordersIn(scope.fallback, zonesOf(scope));
      return (_words, _at, [asked, zone]) => Number(orders[asked! - 1]?.includes(zone!) ?? false);
    },
  },
];

/** Whether a frame may be answered where a zone is asked for. */
function mayServe(see: Sight, zone: Term, frame: Term): Term {
  const ready = see.has("quarantine") ? QUARANTINE_VIEWS.clean : CORE_VIEWS.free;
  return and(see.is(ready, frame), see.field("serves", zone, see.field("zone-of", frame)));
}

const VIEWS: ViewFormulas<keyof typeof ZONE_VIEWS> = {
  serves: {
    over: "commands",
    is: (see, { zone, answer, answerEnd }) =>
      every(["frame"], (frame) => implies(within(frame, answer, answerEnd), mayServe(see, zone, frame))),
  },
  "none-serves": {
    over: "commands",
    is: (see, { zone }) => not(some(["frame"], (frame) => mayServe(see, zone, frame))),
  },
};

export const ZONE_FORMULAS: Formulas = {
  fields: FIELDS,
  views: VIEWS,
  effects: { "alloc-zone": TAKES_FRAME },
};
