/** The module `nodes` as formulas: any number of them; memory that is on none is on the first. */
import { and, constant, equal, not, or, some, type Term, within } from "../../logic/term.js";
import type { Formulas, ViewFormulas } from "../../rules/formulas.js";
import { planes } from "../../rules/state-fields.js";
import type { NODE_VIEWS } from "./views.js";

/** Of the first node no field is kept. */
const FIRST = constant(1, "node");

/** Whether a node is one of those behind the first. */
export function isLater(node: Term): Term {
  return not(equal(node, FIRST));
}

const VIEWS: ViewFormulas<keyof typeof NODE_VIEWS> = {
  "on-node": {
    over: "frames",
    is: (see, unit) => some(["node"], (node) => see.field("on-node", node, unit)),
  },
};

export const NODE_FORMULAS: Formulas = {
  fields: [planes("on-node", "node", (node) => `node-${node}`)],
  views: VIEWS,
  effects: {
    "set-node": {
      changes: (see, { low, high, node }) => ({
        "on-node": (on, unit) => {
          const named = and(within(unit!, low, high), not(see.field("absent", unit!)));
          return or(
            and(not(named), see.field("on-node", on!, unit!)),
            and(named, isLater(node), equal(on!, node)),
          );
        },
      }),
    },
  },
};
