/** The module `phases` as formulas. */
import { TRUE } from "../../logic/term.js";
import type { Formulas, ViewFormulas } from "../../rules/formulas.js";
import { flag } from "../../rules/state-fields.js";
import type { PHASE_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof PHASE_VIEWS> = {
  "boot-over": { over: "whole", is: (see) => see.field("boot-over") },
};

export const PHASE_FORMULAS: Formulas = {
  fields: [flag("boot-over")],
  views: VIEWS,
  effects: { "end-boot": { changes: () => ({ "boot-over": () => TRUE }) } },
};
