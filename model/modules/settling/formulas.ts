/** The module `settling` as formulas. */
import { choice, constant, less } from "../../logic/term.js";
import type { Effect, Formulas } from "../../rules/formulas.js";
import { scalar } from "../../rules/state-fields.js";
import { GIVING, hasRole, TAKING } from "../../words/roles.js";
import { GIVEN_SINCE, TAKEN_SINCE, UNSETTLED } from "./module.js";

/** The field is from then on no less. */
function noLess(than: number): Effect {
  const least = constant(than);
  return {
    changes: (see) => ({
      [UNSETTLED]: () => choice(less(see.field(UNSETTLED), least), least, see.field(UNSETTLED)),
    }),
  };
}

export const SETTLING_FORMULAS: Formulas = {
  fields: [scalar(UNSETTLED)],
  views: {},
  effects: { settle: { changes: () => ({ [UNSETTLED]: () => constant(0) }) } },
  also: [
    (kind) => {
      if (hasRole(kind, ...GIVING)) return noLess(GIVEN_SINCE);
      return hasRole(kind, ...TAKING) ? noLess(TAKEN_SINCE) : null;
    },
  ],
};
