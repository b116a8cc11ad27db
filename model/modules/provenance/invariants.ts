/** What the module `provenance` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { PROVENANCE_VIEWS } from "./views.js";

export const PROVENANCE_INVARIANTS: readonly Invariant[] = [
  {
    id: "stashed-in-reserved",
    statement: "every frame under a stashed slice is reserved",
    because: "whoever stashed it reads on when the call has long returned",
    never: [PROVENANCE_VIEWS.stashed],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "shown-in-reserved",
    statement: "every frame that a file shows is reserved",
    because: "whoever opens the file would read what another wrote there",
    never: [PROVENANCE_VIEWS.shown],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "leaked-in-reserved",
    statement: "every frame under a leaked slice is reserved",
    because: "it was promised for ever",
    never: [PROVENANCE_VIEWS.leaked],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "stashes-of-one-owner",
    statement: "no stashed slice spans the frames of two owners",
    because: "a sub-slice or a copy of it would have no owner that could answer for it",
    never: [PROVENANCE_VIEWS.stashes, CORE_VIEWS.mixed],
  },
  {
    id: "shows-of-one-owner",
    statement: "no file shows the frames of two owners as one",
    because: "one of the two could not tell that the other's frames are still read",
    never: [PROVENANCE_VIEWS.shows, CORE_VIEWS.mixed],
  },
];
