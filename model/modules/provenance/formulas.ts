/** The module `provenance` as formulas: slices that outlive their call are bags beside that of the core. */
import { and, constant, less, not, or, within } from "../../logic/term.js";
import type { Effect, Formulas, ViewFormulas } from "../../rules/formulas.js";
import { bag, plane } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { counting, covered } from "../core/formulas.js";
import { PROVENANCE_VIEWS } from "./views.js";

const NONE = constant(0);

const VIEWS: ViewFormulas<keyof typeof PROVENANCE_VIEWS> = {
  stashed: { over: "frames", is: (see, frame) => covered(see, "stashed", frame) },
  shown: { over: "frames", is: (see, frame) => covered(see, "shown", frame) },
  leaked: { over: "frames", is: (see, frame) => see.field("leaked", frame) },
  stashes: { over: "ranges", is: (see, low, high) => less(NONE, see.field("stashed", low, high)) },
  unstashed: { over: "ranges", is: (see, low, high) => not(see.is(PROVENANCE_VIEWS.stashes, low, high)) },
  shows: { over: "ranges", is: (see, low, high) => less(NONE, see.field("shown", low, high)) },
  unshown: { over: "ranges", is: (see, low, high) => not(see.is(PROVENANCE_VIEWS.shows, low, high)) },
  orphan: {
    over: "commands",
    is: (see, { fromLow, fromHigh }) =>
      and(
        see.is(CORE_VIEWS.absent, fromLow, fromHigh),
        see.is(PROVENANCE_VIEWS.unstashed, fromLow, fromHigh),
      ),
  },
  outside: {
    over: "commands",
    is: (_, { low, high, fromLow, fromHigh }) => or(less(low, fromLow), less(fromHigh, high)),
  },
};

/** One more, or one less, in some bags, of the range that is named. */
function moving(...bags: readonly (readonly [bag: string, by: 1 | -1])[]): Effect {
  return {
    changes: (see, { low, high }) =>
      Object.assign({}, ...bags.map(([bag, by]) => counting(see, bag, low, high, by))),
  };
}

export const PROVENANCE_FORMULAS: Formulas = {
  fields: [bag("stashed"), bag("shown"), plane("leaked")],
  views: VIEWS,
  effects: {
    derive: moving(["slices", 1]),
    stash: moving(["slices", -1], ["stashed", 1]),
    unstash: moving(["stashed", -1]),
    leak: {
      changes: (see, { low, high }) => ({
        ...counting(see, "slices", low, high, -1),
        leaked: (frame) => or(within(frame!, low, high), see.field("leaked", frame!)),
      }),
    },
    insert: moving(["slices", -1], ["shown", 1]),
    evict: moving(["shown", -1]),
    copy: null,
    return: { changes: () => ({ slices: () => NONE }) },
  },
};
