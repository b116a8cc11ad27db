/** What the module `protected` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { PROTECTED_VIEWS } from "./views.js";

export const PROTECTED_INVARIANTS: readonly Invariant[] = [
  {
    id: "protected-reserved",
    statement: "every protected frame is reserved",
    because: "protection is for good, and a frame that is not reserved is handed out",
    never: [PROTECTED_VIEWS.protected],
    unless: [CORE_VIEWS.reserved],
  },
];
