/** The module `contents` as formulas. */
import { and, not, or, type Term, within } from "../../logic/term.js";
import type { Asked, Effect, Formulas, ViewFormulas } from "../../rules/formulas.js";
import { plane } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { GIVING, hasRole } from "../../words/roles.js";
import { TAKES_FRAME } from "../core/formulas.js";
import { PROVENANCE_VIEWS } from "../provenance/views.js";
import type { CONTENTS_VIEWS } from "./views.js";

const CONTENTS = ["zeroed", "kept", "poisoned"] as const;

const VIEWS: ViewFormulas<keyof typeof CONTENTS_VIEWS> = {
  filled: { over: "frames", is: (see, frame) => or(...CONTENTS.map((each) => see.field(each, frame))) },
  twofold: {
    over: "frames",
    is: (see, frame) => {
      const [zeroed, kept, poisoned] = CONTENTS.map((each) => see.field(each, frame));
      return or(and(zeroed!, kept!), and(zeroed!, poisoned!), and(kept!, poisoned!));
    },
  },
  lent: {
    over: "frames",
    is: (see, frame) => {
      const { stashed, shown, leaked } = PROVENANCE_VIEWS;
      const others = see.has("provenance") ? [stashed, shown, leaked] : [];
      return or(...[CORE_VIEWS.live, ...others].map((view) => see.is(view, frame)));
    },
  },
};

/** What the frames of a range hold, each one thing. */
function holding(content: (typeof CONTENTS)[number], range: (asked: Asked) => readonly [Term, Term]): Effect {
  return {
    changes: (see, asked) => {
      const [low, high] = range(asked);
      const changed = CONTENTS.map((each) => [
        each,
        (...[frame]: readonly Term[]) =>
          each === content
            ? or(within(frame!, low, high), see.field(each, frame!))
            : and(not(within(frame!, low, high)), see.field(each, frame!)),
      ]);
      return Object.fromEntries(changed);
    },
  };
}

const named = ({ low, high }: Asked) => [low, high] as const;

/** What a frame held does not matter once nobody has it. */
const ENDED: Effect = {
  changes: (see) => {
    const isHeld = (frame: Term) =>
      or(see.is(CORE_VIEWS.allocated, frame), see.is(CORE_VIEWS.reserved, frame));
    return Object.fromEntries(
      CONTENTS.map((each) => [
        each,
        (...[frame]: readonly Term[]) => and(see.field(each, frame!), isHeld(frame!)),
      ]),
    );
  },
};

export const CONTENTS_FORMULAS: Formulas = {
  fields: CONTENTS.map((each) => plane(each)),
  views: VIEWS,
  effects: {
    "alloc-raw": TAKES_FRAME,
    load: holding("kept", named),
    write: holding("kept", named),
    poison: holding("poisoned", named),
  },
  clauses: {
    "alloc-zeroes": (kind) =>
      hasRole(kind, "takes-frame", "takes-block") && kind !== "alloc-raw"
        ? holding("zeroed", ({ answer, answerEnd }) => [answer, answerEnd])
        : null,
    "contents-end": (kind) => (hasRole(kind, ...GIVING) ? ENDED : null),
  },
};
