/** The module `growth` as formulas: with any command the arrays may move to frames that are free. */
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
  TRUE,
  within,
} from "../../logic/term.js";
import type { Formulas, Sight, StateField, ViewFormulas } from "../../rules/formulas.js";
import { flag, scalar } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { unitsOf } from "../../words/scope.js";
import type { GROWTH_VIEWS } from "./views.js";

const NOWHERE = constant(0);

/** Where each array lies once it has moved: one more than its first unit. */
const ARRAYS = ["memory-array", "reserved-array"] as const;

/** How many units a frame has, which an array fills. */
const FRAME: StateField = {
  name: "frame-units",
  over: [],
  is: "number",
  shape: (see) => less(NOWHERE, see.field("frame-units")),
  read:
    ({ scope }) =>
    () =>
      unitsOf(scope),
};

const VIEWS: ViewFormulas<keyof typeof GROWTH_VIEWS> = {
  metadata: { over: "frames", is: (see, unit) => or(...ARRAYS.map((id) => lies(see, see.field(id), unit))) },
};

/** Whether an array at a place has a unit. */
function lies(see: Sight, place: Term, unit: Term): Term {
  const next = sum(unit, constant(1)); // places count from 1
  return and(less(NOWHERE, place), within(next, place, sum(place, see.field("frame-units"))));
}

export const GROWTH_FORMULAS: Formulas = {
  fields: [
    flag("resizable"),
    ...ARRAYS.map((id) => scalar(id, (see) => atMost(NOWHERE, see.field(id)))),
    FRAME,
  ],
  views: VIEWS,
  narrow: Object.fromEntries(
    (["free", "unreserved"] as const).map((id) => [
      id,
      (is: Term, see: Sight, [unit]: readonly Term[]) =>
        and(is, not(or(...ARRAYS.map((array) => lies(see, see.field(array), unit!))))),
    ]),
  ),
  effects: { "allow-resize": { changes: () => ({ resizable: () => TRUE }) } },
  besides: {
    id: "arrays-move",
    wider: "where a frame begins and how far memory is accessible is left open",
    allowed: (see, { memoryArray, reservedArray }) => {
      const moves = { "memory-array": memoryArray, "reserved-array": reservedArray };
      const moved = (id: keyof typeof moves) => not(equal(moves[id], see.field(id)));
      // Where an array was is free again by then.
      const without = see.after(
        Object.fromEntries(ARRAYS.map((id) => [id, () => choice(moved(id), NOWHERE, see.field(id))])),
      );
      const mayLie = (id: keyof typeof moves) =>
        and(
          less(NOWHERE, moves[id]),
          every(["frame"], (unit) => implies(lies(see, moves[id], unit), without.is(CORE_VIEWS.free, unit))),
        );
      return and(
        see.field("resizable"),
        not(equal(memoryArray, reservedArray)),
        ...ARRAYS.map((id) => implies(moved(id), mayLie(id))),
      );
    },
    changes: (_, { memoryArray, reservedArray }) => ({
      "memory-array": () => memoryArray,
      "reserved-array": () => reservedArray,
    }),
  },
};
