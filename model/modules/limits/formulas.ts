/** The module `limits` as formulas: which memory a command cuts off is left open. */
import { and, every, implies, not, some, type Term } from "../../logic/term.js";
import type { Asked, Effect, Formulas, Sight, ViewFormula, ViewFormulas } from "../../rules/formulas.js";
import { scalar } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { View } from "../../state/view.js";
import type { KindWith } from "../../words/roles.js";
import { GROWTH_VIEWS } from "../growth/views.js";
import { removing } from "../regions/formulas.js";
import { REGION_VIEWS } from "../regions/views.js";
import type { LIMIT_VIEWS } from "./views.js";

/** Whether some unit that goes is in a view. A claim to what is no memory is no claim to memory that goes. */
function cutting(view: View): ViewFormula {
  return {
    over: "commands",
    wider: "which memory goes is left open, and whatever goes is nobody's",
    is: (see, { cut }) => some(["frame"], (unit) => and(cut(unit), see.is(view, unit))),
  };
}

const VIEWS: ViewFormulas<keyof typeof LIMIT_VIEWS> = {
  "cuts-reserved": cutting(CORE_VIEWS.reserved),
  "cuts-live": cutting(CORE_VIEWS.live),
  "cuts-allocated": cutting(CORE_VIEWS.allocated),
  "cuts-metadata": cutting(GROWTH_VIEWS.metadata),
};

/** Some memory goes; `forgets` says that reservations there go as well. */
function cuts(forgets: boolean): Effect {
  return {
    where: (see, { cut }) =>
      every(["frame"], (unit) => implies(cut(unit), see.is(REGION_VIEWS.memory, unit))),
    changes: (see: Sight, { cut }: Asked) => ({
      ...removing(see, cut),
      ...(forgets
        ? {
            owned: (owner: Term | undefined, unit: Term | undefined) =>
              and(not(cut(unit!)), see.field("owned", owner!, unit!)),
          }
        : {}),
    }),
  };
}

const CUTS: { readonly [K in KindWith<"cuts">]: Effect } = {
  "enforce-limit": cuts(true),
  cap: cuts(true),
  "limit-map": cuts(true),
  trim: cuts(false),
};

export const LIMIT_FORMULAS: Formulas = {
  fields: [scalar("limit")],
  views: VIEWS,
  effects: { "set-limit": { changes: (_, { limit }) => ({ limit: () => limit }) }, ...CUTS },
};
