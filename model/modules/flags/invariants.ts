/** What the module `flags` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { REGION_VIEWS } from "../regions/views.js";
import { FLAG_VIEWS } from "./views.js";

export const FLAG_INVARIANTS: readonly Invariant[] = [
  {
    id: "flags-in-memory",
    statement: "what is no memory has no flag",
    because: "a unit that is added is as any other, whatever was there before",
    never: [FLAG_VIEWS.flagged],
    unless: [REGION_VIEWS.memory],
  },
];
