/** The module `hand-over` as formulas. */
import { and, not } from "../../logic/term.js";
import type { Formulas, ViewFormulas } from "../../rules/formulas.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { PHASE_VIEWS } from "../phases/views.js";
import type { HAND_OVER_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof HAND_OVER_VIEWS> = {
  returned: {
    over: "frames",
    is: (see, unit) => and(see.is(PHASE_VIEWS["boot-over"]), see.is(CORE_VIEWS.unreserved, unit)),
  },
  boot: { over: "whole", is: (see) => not(see.is(PHASE_VIEWS["boot-over"])) },
};

export const HAND_OVER_FORMULAS: Formulas = { fields: [], views: VIEWS, effects: {} };
