/** The module `settling` as formulas. */
import { choice, constant, equal, FALSE, less, not, or, type Term } from "../../logic/term.js";
import type { Asked, Effect, Formulas } from "../../rules/formulas.js";
import { scalar } from "../../rules/state-fields.js";
import { GIVING, hasRole, TAKING } from "../../words/roles.js";
import { GIVEN_SINCE, TAKEN_SINCE, UNSETTLED } from "./module.js";

/** The field is from then on no less. */
function noLess(than: (asked: Asked) => Term): Effect {
  return {
    changes: (see, asked) => {
      const least = than(asked);
      return { [UNSETTLED]: () => choice(less(see.field(UNSETTLED), least), least, see.field(UNSETTLED)) };
    },
  };
}

const TAKEN = constant(TAKEN_SINCE);
const GIVEN = constant(GIVEN_SINCE);

/** A block that shrinks or moves gives something back. */
function resized(moves: (asked: Asked) => Term): Effect {
  return noLess((asked) => choice(or(less(asked.toEnd, asked.high), moves(asked)), GIVEN, TAKEN));
}

const RESIZED = {
  resize: resized(() => FALSE),
  realloc: resized(({ answer, low }) => not(equal(answer, low))),
};

export const SETTLING_FORMULAS: Formulas = {
  fields: [scalar(UNSETTLED)],
  views: {},
  effects: { settle: { changes: () => ({ [UNSETTLED]: () => constant(0) }) } },
  also: [
    (kind) => {
      if (kind === "resize" || kind === "realloc") return RESIZED[kind];
      if (hasRole(kind, ...GIVING)) return noLess(() => GIVEN);
      return hasRole(kind, ...TAKING) ? noLess(() => TAKEN) : null;
    },
  ],
};
