/** What the module `shares` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { SHARE_VIEWS } from "./views.js";

export const SHARE_INVARIANTS: readonly Invariant[] = [
  {
    id: "shared-are-allocated",
    statement: "every frame with several holders is allocated",
    because: "it would be handed out to yet another while the others still hold it",
    never: [SHARE_VIEWS.shared],
    unless: [CORE_VIEWS.allocated],
  },
];
