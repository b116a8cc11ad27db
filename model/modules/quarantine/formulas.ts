/** The module `quarantine` as formulas. */
import { and, not, some } from "../../logic/term.js";
import type { Formulas, ViewFormulas } from "../../rules/formulas.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { emptying } from "../handles/formulas.js";
import { HANDLE_VIEWS } from "../handles/views.js";
import { QUARANTINE_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof QUARANTINE_VIEWS> = {
  clean: {
    over: "frames",
    is: (see, frame) => and(see.is(CORE_VIEWS.free, frame), not(see.is(HANDLE_VIEWS.waiting, frame))),
  },
};

export const QUARANTINE_FORMULAS: Formulas = {
  fields: [],
  views: VIEWS,
  narrow: {
    exhausted: (_, see) => not(some(["frame"], (frame) => see.is(QUARANTINE_VIEWS.clean, frame))),
  },
  effects: { sweep: { changes: (see) => emptying(see, (slot) => see.field("stale", slot)) } },
};
