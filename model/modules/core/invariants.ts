/** What the module `core` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";

export const CORE_INVARIANTS: readonly Invariant[] = [
  {
    id: "slices-in-reserved",
    statement: "every frame under a live slice is reserved",
    because: "this is what releasing under a live slice would break",
    never: [CORE_VIEWS.live],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "slices-of-one-owner",
    statement: "no live slice spans the frames of two owners",
    because: "one of the two could not tell that the other's frames are still read",
    never: [CORE_VIEWS.present, CORE_VIEWS.mixed],
  },
  {
    id: "one-holder",
    statement: "no frame is held twice: by two owners, or reserved and allocated at once",
    because: "a frame with two holders is written by both",
    never: [CORE_VIEWS.contested],
  },
];
