/** The module `regions` as formulas: memory comes and goes, and any free run may be answered. */
import { and, equal, every, FALSE, implies, not, or, type Term, within } from "../../logic/term.js";
import type { Changes, Effect, Formulas, Sight, ViewFormulas } from "../../rules/formulas.js";
import { flag, inPool, plane } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { FLAGS } from "../../words/frames.js";
import { KERNEL } from "../core/formulas.js";
import { GROWTH_VIEWS } from "../growth/views.js";
import { isLater } from "../nodes/formulas.js";
import type { REGION_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof REGION_VIEWS> = {
  "no-memory": { over: "frames", is: (see, unit) => see.field("absent", unit) },
  memory: { over: "frames", is: (see, unit) => and(inPool(unit), not(see.field("absent", unit))) },
  unusable: {
    over: "frames",
    is: (see, unit) => {
      const holders = [CORE_VIEWS.free, CORE_VIEWS.allocated, CORE_VIEWS.reserved];
      const own = see.has("growth") ? [GROWTH_VIEWS.metadata] : [];
      return and(inPool(unit), not(or(...[...holders, ...own].map((view) => see.is(view, unit)))));
    },
  },
  place: {
    over: "commands",
    wider: "which attempt finds a place is left open: what is answered is free, wherever it lies",
    is: (see, { answer, answerEnd }) =>
      every(["frame"], (unit) => implies(within(unit, answer, answerEnd), see.is(CORE_VIEWS.free, unit))),
  },
  "no-place": { over: "commands", wider: "what is answered is free, so there was a place", is: () => FALSE },
  "bottom-up": { over: "whole", is: (see) => see.field("bottom-up") },
};

/** Some units are no memory any more, and so on no node and without flags. */
export function removing(see: Sight, gone: (unit: Term) => Term): Changes {
  const flags = see.has("flags") ? FLAGS : [];
  return {
    absent: (unit) => or(gone(unit!), see.field("absent", unit!)),
    ...(see.has("nodes")
      ? { "on-node": (node, unit) => and(not(gone(unit!)), see.field("on-node", node!, unit!)) }
      : {}),
    ...Object.fromEntries(
      flags.map((id) => [id, (...[unit]: readonly Term[]) => and(not(gone(unit!)), see.field(id, unit!))]),
    ),
  };
}

/** What was no memory is of the node, and what was memory stays as it is. */
const ADDS: Effect = {
  changes: (see, { low, high, node }) => ({
    absent: (unit) => and(not(within(unit!, low, high)), see.field("absent", unit!)),
    ...(see.has("nodes")
      ? {
          "on-node": (on, unit) =>
            or(
              see.field("on-node", on!, unit!),
              and(isLater(node), equal(on!, node), within(unit!, low, high), see.field("absent", unit!)),
            ),
        }
      : {}),
  }),
};

export const REGION_FORMULAS: Formulas = {
  fields: [
    plane("absent", {
      // A map says what is there; what is reserved by it is memory.
      initially: (see) =>
        every(["frame"], (unit) => not(and(see.field("absent", unit), see.is(CORE_VIEWS.reserved, unit)))),
    }),
    flag("bottom-up"),
  ],
  views: VIEWS,
  narrow: { free: (is, see, [unit]) => and(is, not(see.field("absent", unit!))) },
  effects: {
    add: ADDS,
    remove: { changes: (see, { low, high }) => removing(see, (unit) => within(unit, low, high)) },
    "alloc-range": {
      changes: (see, { answer, answerEnd }) => ({
        owned: (owner, unit) =>
          or(and(equal(owner!, KERNEL), within(unit!, answer, answerEnd)), see.field("owned", owner!, unit!)),
      }),
    },
    "set-direction": { changes: (_, { bottomUp }) => ({ "bottom-up": () => bottomUp }) },
  },
};
