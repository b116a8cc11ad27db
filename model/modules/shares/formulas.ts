/** The module `shares` as formulas: any number may hold a frame. */
import {
  and,
  atMost,
  choice,
  constant,
  equal,
  every,
  implies,
  less,
  not,
  or,
  sum,
  type Term,
} from "../../logic/term.js";
import type { Effect, Formulas, Sight, StateField, ViewFormulas } from "../../rules/formulas.js";
import { inPool } from "../../rules/state-fields.js";
import { placesOf, read } from "../../state/layout.js";
import { hasRole } from "../../words/roles.js";
import { BLOCK_VIEWS } from "../blocks/views.js";
import { SHARERS } from "./state.js";
import { SHARE_VIEWS } from "./views.js";

const NONE = constant(0);

const FIELD: StateField = {
  name: SHARERS,
  over: ["frame"],
  is: "number",
  shape: (see) =>
    every(["frame"], (frame) =>
      and(atMost(NONE, see.field(SHARERS, frame)), implies(see.is(SHARE_VIEWS.shared, frame), inPool(frame))),
    ),
  initially: (see) => every(["frame"], (frame) => not(see.is(SHARE_VIEWS.shared, frame))),
  read: ({ layout }) => {
    const places = placesOf(layout, SHARERS);
    return (words, at, [frame]) => {
      const place = places[frame!];
      return place === undefined ? 0 : read(words, at, place);
    };
  },
};

const VIEWS: ViewFormulas<keyof typeof SHARE_VIEWS> = {
  shared: { over: "frames", is: (see, frame) => less(NONE, see.field(SHARERS, frame)) },
  // That no more than so many hold it is the bound of a scope.
  unshareable: { over: "frames", is: (see, frame) => not(standsAlone(see, frame)) },
};

/** Whether a frame is a block of one. */
function standsAlone(see: Sight, frame: Term): Term {
  const alone = see.has("blocks")
    ? [see.is(BLOCK_VIEWS.begins, frame), not(see.is(BLOCK_VIEWS.continued, frame))]
    : [];
  return and(see.field("allocated", frame), ...alone);
}

/** What others have too stays theirs, and one holder less has it. */
const HELD_ON: Effect = {
  changes: (see) => {
    const wasGiven = (frame: Term) =>
      and(see.is(SHARE_VIEWS.shared, frame), not(see.field("allocated", frame)));
    return {
      [SHARERS]: (frame) =>
        choice(wasGiven(frame!), sum(see.field(SHARERS, frame!), constant(-1)), see.field(SHARERS, frame!)),
      allocated: (frame) => or(see.field("allocated", frame!), see.is(SHARE_VIEWS.shared, frame!)),
      ...(see.has("blocks")
        ? { begins: (frame: Term | undefined) => or(see.field("begins", frame!), wasGiven(frame!)) }
        : {}),
    };
  },
};

export const SHARE_FORMULAS: Formulas = {
  fields: [FIELD],
  views: VIEWS,
  effects: {
    share: {
      changes: (see, { low }) => ({
        [SHARERS]: (frame) =>
          choice(
            equal(frame!, low),
            sum(see.field(SHARERS, frame!), constant(1)),
            see.field(SHARERS, frame!),
          ),
      }),
    },
  },
  also: [(kind) => (hasRole(kind, "gives-allocated", "gives-handle") ? HELD_ON : null)],
};
