/** What the module `regions` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { REGION_VIEWS } from "./views.js";

export const REGION_INVARIANTS: readonly Invariant[] = [
  {
    id: "reserved-in-memory",
    statement: "every reserved unit is memory",
    because: "whoever reserved it reads what is not there",
    never: [CORE_VIEWS.reserved],
    unless: [REGION_VIEWS.memory],
  },
  {
    id: "allocated-in-memory",
    statement: "every allocated unit is memory",
    because: "whoever allocated it writes where nothing is",
    never: [CORE_VIEWS.allocated],
    unless: [REGION_VIEWS.memory],
  },
];
