/** The core as formulas about any number of frames, owners and slices. */
import {
  and,
  choice,
  constant,
  equal,
  every,
  less,
  not,
  or,
  some,
  sum,
  type Term,
  TRUE,
  within,
} from "../../logic/term.js";
import type { Changes, Effect, Formulas, Sight, StateField, ViewFormulas } from "../../rules/formulas.js";
import { bag, bitAt, inPool, plane, planes } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { Layout } from "../../state/layout.js";
import { planesOf } from "../../state/views.js";
import type { CORE_KINDS } from "../../words/commands.js";
import type { Scope } from "../../words/scope.js";

/** Owner 1: the kernel, whose reservations those of a map are. */
export const KERNEL = constant(1, "owner");

const FIELDS: readonly StateField[] = [
  plane("allocated"),
  {
    ...plane("held"),
    initially: () => TRUE,
    read: ({ scope, layout }) => {
      const owners = ownerPlanes(scope, layout);
      return (words, at, [frame]) =>
        owners.some((places) => bitAt(words, at, places, frame!) === 1) ? 1 : 0;
    },
  },
  {
    name: "holder",
    over: ["frame"],
    is: "owner",
    onlyWith: "held",
    initially: (see) => every(["frame"], (frame) => equal(see.field("holder", frame), KERNEL)),
    read: ({ scope, layout }) => {
      const owners = ownerPlanes(scope, layout);
      const has = (words: Int32Array, at: number, frame: number) =>
        owners.findIndex((places) => bitAt(words, at, places, frame) === 1);
      return (words, at, [frame]) => 1 + Math.max(0, has(words, at, frame!)); // of nobody's, anybody
    },
  },
  bag("slices"),
];

/**
 * Who has a frame reserved. In a state in which no frame is held twice, as the invariants say, that is one at
 * most, and is written as such; after a command it is whatever the command makes of it, be it two.
 */
const DERIVED: Formulas["derived"] = {
  owned: (see, owner, frame) => and(see.field("held", frame!), equal(see.field("holder", frame!), owner!)),
};

const VIEWS: ViewFormulas<keyof typeof CORE_VIEWS> = {
  free: {
    over: "frames",
    is: (see, frame) =>
      and(inPool(frame), not(see.field("allocated", frame)), not(see.is(CORE_VIEWS.reserved, frame))),
  },
  allocated: { over: "frames", is: (see, frame) => see.field("allocated", frame) },
  reserved: {
    over: "frames",
    is: (see, frame) => some(["owner"], (owner) => see.field("owned", owner, frame)),
  },
  unreserved: {
    over: "frames",
    is: (see, frame) => and(inPool(frame), not(see.is(CORE_VIEWS.reserved, frame))),
  },
  foreign: {
    over: "frames",
    // Where one that somebody else has is the owner's as well, it is not foreign to them.
    is: (see, frame, owner) => and(see.is(CORE_VIEWS.reserved, frame), not(see.field("owned", owner, frame))),
  },
  live: { over: "frames", is: (see, frame) => covered(see, "slices", frame) },
  contested: {
    over: "frames",
    is: (see, frame) =>
      or(
        and(see.field("allocated", frame), see.is(CORE_VIEWS.reserved, frame)),
        some(["owner", "owner"], (one, other) =>
          and(not(equal(one, other)), see.field("owned", one, frame), see.field("owned", other, frame)),
        ),
      ),
  },
  present: { over: "ranges", is: (see, low, high) => less(constant(0), see.field("slices", low, high)) },
  absent: { over: "ranges", is: (see, low, high) => not(see.is(CORE_VIEWS.present, low, high)) },
  mixed: {
    over: "ranges",
    is: (see, low, high) =>
      some(["owner", "owner", "frame", "frame"], (one, other, f, g) =>
        and(
          not(equal(one, other)),
          within(f, low, high),
          within(g, low, high),
          see.field("owned", one, f),
          see.field("owned", other, g),
        ),
      ),
  },
  exhausted: {
    over: "whole",
    is: (see) => not(some(["frame"], (frame) => see.is(CORE_VIEWS.free, frame))),
  },
  "slices-full": { over: "bound" },
};

function ownerPlanes(scope: Scope, layout: Layout) {
  return planesOf(scope, layout).slice(1);
}

/** Whether a frame lies in a range of which a bag has some. */
export function covered(see: Sight, bag: string, frame: Term): Term {
  return some(["frame", "frame"], (low, high) =>
    and(less(constant(0), see.field(bag, low, high)), within(frame, low, high)),
  );
}

/** One more, or one less, of a range in a bag. */
export function counting(see: Sight, bag: string, low: Term, high: Term, by: 1 | -1): Changes {
  return {
    [bag]: (l, h) =>
      choice(
        and(equal(l!, low), equal(h!, high)),
        sum(see.field(bag, l!, h!), constant(by)),
        see.field(bag, l!, h!),
      ),
  };
}

/** The frames of a range become allocated, as one block. */
export function allocating(low: (asked: Parameters<Effect["changes"]>[1]) => readonly [Term, Term]): Effect {
  return {
    changes: (see, asked) => {
      const [from, to] = low(asked);
      return {
        allocated: (frame) => or(within(frame!, from, to), see.field("allocated", frame!)),
        ...(see.has("blocks")
          ? { begins: (frame) => or(equal(frame!, from), see.field("begins", frame!)) }
          : {}),
      } satisfies Changes;
    },
  };
}

/** What takes one frame. */
export const TAKES_FRAME = allocating(({ answer, answerEnd }) => [answer, answerEnd]);

/** The frames of the range are allocated no more. */
export const FREES_RANGE: Effect = {
  changes: (see, { low, high }) => ({
    allocated: (frame) => and(not(within(frame!, low, high)), see.field("allocated", frame!)),
    ...(see.has("blocks")
      ? { begins: (frame) => and(not(within(frame!, low, high)), see.field("begins", frame!)) }
      : {}),
  }),
};

const EFFECTS: { readonly [K in (typeof CORE_KINDS)[number]]: Effect | null } = {
  reserve: {
    changes: (see, { low, high, owner }) => ({
      owned: (o, frame) =>
        or(and(equal(o!, owner), within(frame!, low, high)), see.field("owned", o!, frame!)),
    }),
  },
  release: {
    changes: (see, { low, high, owner }) => ({
      owned: (o, frame) =>
        and(not(and(equal(o!, owner), within(frame!, low, high))), see.field("owned", o!, frame!)),
    }),
  },
  borrow: { changes: (see, { low, high }) => counting(see, "slices", low, high, 1) },
  drop: { changes: (see, { low, high }) => counting(see, "slices", low, high, -1) },
  alloc: TAKES_FRAME,
  free: FREES_RANGE,
};

export const CORE_FORMULAS: Formulas = {
  fields: FIELDS,
  derived: DERIVED,
  compared: [plane("allocated"), planes("owned", "owner", (owner) => `owner-${owner}`), bag("slices")],
  views: VIEWS,
  effects: EFFECTS,
};
