/** The module `resizing` as formulas: a block of any length, wherever it then lies. */
import {
  and,
  equal,
  every,
  FALSE,
  implies,
  less,
  not,
  or,
  some,
  sum,
  type Term,
  within,
} from "../../logic/term.js";
import type { Asked, Effect, Formulas, Sight, ViewFormulas } from "../../rules/formulas.js";
import { POOL_END } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { CONTENT_FIELDS } from "../contents/state.js";
import { HANDLE_VIEWS } from "../handles/views.js";
import { SHARE_VIEWS } from "../shares/views.js";
import type { RESIZE_VIEWS } from "./views.js";

/** Whether all from one frame to before another are free, or of the range that is asked about. */
function isRoom(see: Sight, { low, high }: Asked, from: Term, to: Term): Term {
  return every(["frame"], (frame) =>
    implies(within(frame, from, to), or(within(frame, low, high), see.is(CORE_VIEWS.free, frame))),
  );
}

const VIEWS: ViewFormulas<keyof typeof RESIZE_VIEWS> = {
  cramped: {
    over: "commands",
    is: (see, asked) => or(less(POOL_END, asked.toEnd), not(isRoom(see, asked, asked.low, asked.toEnd))),
  },
  stuck: { over: "commands", wider: "what is answered has room, so there was some", is: () => FALSE },
  // What may only slide is asked as well: it is no other than what moves.
  unasked: {
    over: "commands",
    is: (see, { low, high }) =>
      some(["frame"], (frame) =>
        and(
          within(frame, low, high),
          or(
            see.has("shares") ? see.is(SHARE_VIEWS.shared, frame) : FALSE,
            see.has("handles") ? see.is(HANDLE_VIEWS.fresh, frame) : FALSE,
          ),
        ),
      ),
  },
  fits: { over: "commands", is: (see, asked) => isRoom(see, asked, asked.answer, asked.answerEnd) },
};

/** The range is no block any more, and what begins at `from` and ends before `to` is one. */
function becoming(placed: (asked: Asked) => readonly [from: Term, to: Term]): Effect {
  return {
    changes: (see, asked) => {
      const { low, high } = asked;
      const [from, to] = placed(asked);
      const stays = (frame: Term) => not(within(frame, low, high));
      // A frame of the block holds what the one as far from its beginning held.
      const held = (field: string, frame: Term) =>
        or(
          and(stays(frame), not(within(frame, from, to)), see.field(field, frame)),
          and(
            within(frame, from, to),
            some(["frame"], (was) =>
              and(within(was, low, high), equal(sum(was, from), sum(frame, low)), see.field(field, was)),
            ),
          ),
        );
      const contents = CONTENT_FIELDS.map((field) => [
        field,
        (frame: Term | undefined) => held(field, frame!),
      ]);
      return {
        allocated: (frame) =>
          or(within(frame!, from, to), and(stays(frame!), see.field("allocated", frame!))),
        begins: (frame) => or(equal(frame!, from), and(stays(frame!), see.field("begins", frame!))),
        ...(see.has("contents") ? Object.fromEntries(contents) : {}),
      };
    },
  };
}

export const RESIZE_FORMULAS: Formulas = {
  fields: [],
  views: VIEWS,
  effects: {
    resize: becoming(({ low, toEnd }) => [low, toEnd]),
    realloc: becoming(({ answer, answerEnd }) => [answer, answerEnd]),
  },
};
