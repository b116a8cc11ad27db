/**
 * The module `handles`: who holds what, and whether it still is what they were given.
 *
 * A client keeps handles in numbered slots, a new one in the lowest that is empty: the handle of a frame it
 * allocated, a slice, or the address of reserved frames as a number. When a frame of it is released or freed,
 * a handle is **stale** for ever, whoever has the frame later: no number is compared, so none can come round.
 */

import { plural } from "../../basics/wording.js";
import type { Clause } from "../../rules/module.js";
import type { CommandRule, Reason, RuleBound } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { CommandKind } from "../../words/commands.js";
import { handlesOf } from "../../words/scope.js";
import { HANDLE_VIEWS } from "./views.js";

type OfSlot = "free-handle" | "touch" | "forget";

const noSuchHandle = (kind: OfSlot): Reason => ({
  id: "no-such-handle",
  statement: `${kind} is refused when the slot is empty`,
  because: "nothing was handed out that could be meant",
  when: HANDLE_VIEWS["slot-empty"],
  needs: { commands: [kind] },
});

/** The ways by which frames are taken and given back again, so that a handle of them becomes stale. */
const MADE_STALE = ["alloc-handle", "free"] as const satisfies readonly CommandKind[];

/** No more handles at once than the scope has slots. */
const HANDLES_BOUND: RuleBound = {
  in: HANDLE_VIEWS["handles-full"],
  claims: (scope) => {
    const handles = handlesOf(scope);
    return [`at most ${plural(handles, "handle")} ${handles === 1 ? "is" : "are"} held`];
  },
};

/** The rows of the module, in the order in which commands are tried. */
export const HANDLE_RULES: readonly CommandRule[] = [
  {
    kind: "alloc-handle",
    statement: "the frame answered becomes allocated, and the lowest empty slot holds its handle",
    because: "whoever is to give a frame back later has to name the allocation, not just the place",
    reasons: [
      {
        id: "exhausted",
        statement: "alloc-handle is refused when no frame is free",
        because: "every frame that could be handed out belongs to somebody",
        when: CORE_VIEWS.exhausted,
        needs: { commands: ["alloc-handle"] },
      },
    ],
    bound: HANDLES_BOUND,
    answer: {
      id: "free-frame",
      in: CORE_VIEWS.free,
      statement: "alloc-handle answers a frame that is free",
      because: "a frame that is reserved or allocated belongs to somebody; any free one will do",
      expected: () => "a free frame",
    },
    needs: { commands: ["alloc-handle"] },
  },
  {
    kind: "hold",
    statement: "a slice of the range becomes live, which the lowest empty slot holds",
    because: "which of two slices of one range is read matters once one of them is from before",
    reasons: [
      {
        id: "not-reserved",
        statement: "hold is refused when some frame of the range is not reserved",
        because: "nothing keeps a frame that is not reserved from being handed out or written",
        when: CORE_VIEWS.unreserved,
        needs: { commands: ["hold"] },
      },
      {
        id: "mixed-owners",
        statement: "hold is refused when the range is reserved by two owners in parts",
        because: "a slice lives inside one reservation; neither owner could answer for the whole of it",
        when: CORE_VIEWS.mixed,
        needs: { commands: ["reserve", "hold"], owners: 2, frames: 2 },
      },
    ],
    bound: HANDLES_BOUND,
    answer: null,
    needs: { commands: ["reserve", "hold"] },
  },
  {
    kind: "expose",
    statement: "the lowest empty slot holds the address of the range, as a number: that is no slice",
    because: "firmware tables and command lines carry addresses, and a number keeps nothing alive",
    reasons: [
      {
        id: "not-reserved",
        statement: "expose is refused when some frame of the range is not reserved",
        because: "an address is turned back into a slice later, and must have been of one reservation once",
        when: CORE_VIEWS.unreserved,
        needs: { commands: ["expose"] },
      },
    ],
    bound: HANDLES_BOUND,
    answer: null,
    needs: { commands: ["reserve", "expose"] },
  },
  {
    kind: "touch",
    statement: "nothing changes: bytes are read or written through what the slot holds",
    because: "the access is what is right or wrong in the end; all other rules are there for it",
    reasons: [
      noSuchHandle("touch"),
      {
        id: "stale-handle",
        statement: "touch is refused when a frame of the handle was released or freed since it was given",
        because: "the bytes are another's by now, even where that other has the same name and the same place",
        when: HANDLE_VIEWS["slot-stale"],
        needs: { commands: [...MADE_STALE, "touch"] },
      },
    ],
    bound: null,
    answer: null,
    needs: { commands: ["alloc-handle", "touch"] },
  },
  {
    kind: "free-handle",
    statement: "the frame of the handle becomes free, and the handle stale",
    because: "a frame given back can be handed out again",
    reasons: [
      noSuchHandle("free-handle"),
      {
        id: "stale-handle",
        statement: "free-handle is refused when the frame was freed since its handle was given",
        because: "the frame may be another's by now, who would lose it to a handle from before",
        when: HANDLE_VIEWS["slot-stale"],
        needs: { commands: [...MADE_STALE, "free-handle"] },
      },
      {
        id: "reserved",
        statement: "free-handle is refused when the slot holds a slice or an address of reserved frames",
        because: "a reserved frame is given back by its owner's release",
        when: HANDLE_VIEWS["slot-reserved"],
        needs: { commands: ["reserve", "expose", "free-handle"] },
      },
    ],
    bound: null,
    answer: null,
    needs: { commands: ["alloc-handle", "free-handle"] },
  },
  {
    kind: "forget",
    statement: "the slot becomes empty; a slice that it held ends",
    because: "a handle that is held no more can do no harm",
    reasons: [noSuchHandle("forget")],
    bound: null,
    answer: null,
    needs: { commands: ["alloc-handle", "forget"] },
  },
];

/** The text of the rule that nothing revives a handle; `handle-state.ts` binds it. */
export const HANDLES_LAPSE: Omit<Clause, "bind"> = {
  id: "handles-lapse",
  statement: "a release or a free makes every handle on one of its frames stale until it is forgotten",
  because: "a later owner of the same frame must not bring an old handle back to life",
};
