/** The module `blocks` as formulas: a run of free units of any length, wherever it begins. */
import { and, atMost, constant, every, FALSE, implies, not, or, sum, within } from "../../logic/term.js";
import type { Effect, Formulas, ViewFormulas } from "../../rules/formulas.js";
import { plane } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { allocating, FREES_RANGE } from "../core/formulas.js";
import { BLOCK_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof BLOCK_VIEWS> = {
  begins: { over: "frames", is: (see, frame) => see.field("begins", frame) },
  inside: {
    over: "frames",
    is: (see, frame) => and(see.field("allocated", frame), not(see.field("begins", frame))),
  },
  continued: { over: "frames", is: (see, frame) => see.is(BLOCK_VIEWS.inside, sum(frame, constant(1))) },
  stray: {
    over: "frames",
    is: (see, frame) =>
      or(
        and(see.is(BLOCK_VIEWS.inside, frame), not(see.field("allocated", sum(frame, constant(-1))))),
        and(see.field("begins", frame), not(see.field("allocated", frame))),
      ),
  },
  room: {
    over: "commands",
    wider: "where a block begins is left open: its alignment says nothing of who has its frames",
    is: (see, { answer, answerEnd }) =>
      every(["frame"], (frame) => implies(within(frame, answer, answerEnd), see.is(CORE_VIEWS.free, frame))),
  },
  "no-room": { over: "commands", wider: "what is answered is free, so there was room", is: () => FALSE },
};

/** A `free` takes along what is behind the frame in its block, up to where that ends. */
const FREES_REST: Effect = {
  where: (see, { high, until }) =>
    and(
      atMost(high, until),
      every(["frame"], (frame) => implies(within(frame, high, until), see.is(BLOCK_VIEWS.inside, frame))),
      not(see.is(BLOCK_VIEWS.inside, until)),
    ),
  changes: (see, { high, until }) => ({
    allocated: (frame) => and(not(within(frame!, high, until)), see.field("allocated", frame!)),
  }),
};

export const BLOCK_FORMULAS: Formulas = {
  fields: [plane("begins")],
  views: VIEWS,
  effects: {
    "alloc-block": allocating(({ answer, answerEnd }) => [answer, answerEnd]),
    "free-block": FREES_RANGE,
  },
  also: [(kind) => (kind === "free" ? FREES_REST : null)],
};
