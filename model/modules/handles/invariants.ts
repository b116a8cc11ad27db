/** What the module `handles` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { HANDLE_VIEWS } from "./views.js";

export const HANDLE_INVARIANTS: readonly Invariant[] = [
  {
    id: "fresh-are-held",
    statement: "a handle that is not stale names no frame that nobody holds",
    because: "what was given back and is not marked would come to life with the next owner",
    never: [HANDLE_VIEWS.fresh],
    unless: [CORE_VIEWS.reserved, CORE_VIEWS.allocated],
  },
  {
    id: "held-in-reserved",
    statement: "every frame under a slice that a slot holds is reserved",
    because: "a slice is a slice, wherever it is kept",
    never: [HANDLE_VIEWS["held-slice"]],
    unless: [CORE_VIEWS.reserved],
  },
];
