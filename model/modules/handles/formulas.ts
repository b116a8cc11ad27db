/** The module `handles` as formulas: any number of slots, each with the range it holds, and how. */
import {
  and,
  atMost,
  choice,
  constant,
  equal,
  every,
  FALSE,
  implies,
  less,
  not,
  or,
  some,
  type Term,
  TRUE,
  within,
} from "../../logic/term.js";
import type {
  Asked,
  Changes,
  Effect,
  Formulas,
  Sight,
  StateField,
  ViewFormulas,
} from "../../rules/formulas.js";
import { POOL_END } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { GIVING, hasRole } from "../../words/roles.js";
import { TAKES_FRAME } from "../core/formulas.js";
import { type Held, handlesIn } from "./state.js";
import { HANDLE_VIEWS } from "./views.js";

const NOWHERE = constant(0);

/** What is so of each slot; of an empty one nothing is. */
const FIELDS: readonly StateField[] = [
  slots("filled", "truth", () => 1),
  slots("slice", "truth", ({ how }) => Number(how === "slice")),
  slots("stale", "truth", ({ how }) => Number(how === "stale")),
  slots("slot-low", "frame", ({ range }) => range.start),
  slots("slot-high", "frame", ({ range }) => range.start + range.count),
];

function slots(name: string, is: "truth" | "frame", of: (held: Held) => number): StateField {
  return {
    name,
    over: ["slot"],
    is,
    ...(name === "filled" ? { shape: shapeOfSlots, initially: allEmpty } : { onlyWith: "filled" }),
    read:
      ({ layout, ranges }) =>
      (words, at, [slot]) => {
        const held = handlesIn(layout, ranges, words.subarray(at))[slot!];
        return held === null || held === undefined ? 0 : of(held);
      },
  };
}

function shapeOfSlots(see: Sight): Term {
  return every(["slot"], (slot) => {
    const [low, high] = rangeIn(see, slot);
    return and(
      implies(see.field("filled", slot), and(atMost(NOWHERE, low), less(low, high), atMost(high, POOL_END))),
      implies(or(see.field("slice", slot), see.field("stale", slot)), see.field("filled", slot)),
      not(and(see.field("slice", slot), see.field("stale", slot))),
    );
  });
}

function allEmpty(see: Sight): Term {
  return every(["slot"], (slot) => not(see.field("filled", slot)));
}

function rangeIn(see: Sight, slot: Term): readonly [Term, Term] {
  return [see.field("slot-low", slot), see.field("slot-high", slot)];
}

/** Whether a slot holds something that names a frame. */
function names(see: Sight, slot: Term, frame: Term): Term {
  return and(see.field("filled", slot), within(frame, ...rangeIn(see, slot)));
}

const VIEWS: ViewFormulas<keyof typeof HANDLE_VIEWS> = {
  fresh: {
    over: "frames",
    is: (see, frame) => some(["slot"], (slot) => and(names(see, slot, frame), not(see.field("stale", slot)))),
  },
  waiting: {
    over: "frames",
    is: (see, frame) => some(["slot"], (slot) => and(names(see, slot, frame), see.field("stale", slot))),
  },
  "held-slice": {
    over: "frames",
    is: (see, frame) => some(["slot"], (slot) => and(names(see, slot, frame), see.field("slice", slot))),
  },
  "handles-full": { over: "bound" },
  "slot-empty": { over: "commands", is: (see, { slot }) => not(see.field("filled", slot)) },
  "slot-stale": { over: "commands", is: (see, { slot }) => see.field("stale", slot) },
  "slot-reserved": {
    over: "commands",
    is: (see, { slot }) =>
      and(
        not(see.field("stale", slot)),
        some(["frame"], (frame) => and(names(see, slot, frame), see.is(CORE_VIEWS.reserved, frame))),
      ),
  },
};

/** A slot that was empty holds a range. Which slot is left open, where it is the lowest in a scope. */
function filling(range: (asked: Asked) => readonly [Term, Term], isSlice: boolean): Effect {
  return {
    where: (see, { into }) => not(see.field("filled", into)),
    changes: (see, asked) => {
      const [low, high] = range(asked);
      const put = (name: string, value: Term) => [
        name,
        (...[slot]: readonly Term[]) => choice(equal(slot!, asked.into), value, see.field(name, slot!)),
      ];
      return Object.fromEntries([
        put("filled", TRUE),
        put("slice", isSlice ? TRUE : FALSE),
        put("stale", FALSE),
        put("slot-low", low),
        put("slot-high", high),
      ]);
    },
  };
}

/** Some slots become empty. */
export function emptying(see: Sight, which: (slot: Term) => Term): Changes {
  const changed = FIELDS.map(({ name, is }) => [
    name,
    (...[slot]: readonly Term[]) =>
      is === "truth"
        ? and(not(which(slot!)), see.field(name, slot!))
        : choice(which(slot!), NOWHERE, see.field(name, slot!)),
  ]);
  return Object.fromEntries(changed);
}

const OF_RANGE = ({ low, high }: Asked) => [low, high] as const;
const OF_ANSWER = filling(({ answer, answerEnd }) => [answer, answerEnd], false);

/** The frames that a slot names are no longer allocated. */
const FREES_HELD: Effect = {
  changes: (see, { slot }) => {
    const stays = (name: string) => (frame: Term | undefined) =>
      and(not(names(see, slot, frame!)), see.field(name, frame!));
    return { allocated: stays("allocated"), ...(see.has("blocks") ? { begins: stays("begins") } : {}) };
  },
};

/** Whoever gave frames back: the handles that name one nobody holds any more are stale, and no slices. */
const LAPSE: Effect = {
  changes: (see) => {
    const isHeld = (frame: Term) => or(see.field("allocated", frame), see.is(CORE_VIEWS.reserved, frame));
    const lost = (slot: Term) => some(["frame"], (frame) => and(names(see, slot, frame), not(isHeld(frame))));
    return {
      stale: (slot) => or(see.field("stale", slot!), lost(slot!)),
      slice: (slot) => and(see.field("slice", slot!), not(lost(slot!))),
    };
  },
};

export const HANDLE_FORMULAS: Formulas = {
  fields: FIELDS,
  views: VIEWS,
  narrow: {
    // A slice in a slot is a slice as any other.
    live: (is, see, [frame]) => or(is, see.is(HANDLE_VIEWS["held-slice"], frame!)),
  },
  effects: {
    "alloc-handle": {
      where: OF_ANSWER.where!,
      changes: (see, asked) => ({ ...TAKES_FRAME.changes(see, asked), ...OF_ANSWER.changes(see, asked) }),
    },
    hold: filling(OF_RANGE, true),
    expose: filling(OF_RANGE, false),
    touch: null,
    "free-handle": FREES_HELD,
    forget: { changes: (see, { slot }) => emptying(see, (each) => equal(each, slot)) },
  },
  clauses: { "handles-lapse": (kind) => (hasRole(kind, ...GIVING) ? LAPSE : null) },
};
