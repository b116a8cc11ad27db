/** What the module `growth` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { REGION_VIEWS } from "../regions/views.js";
import { GROWTH_VIEWS } from "./views.js";

export const GROWTH_INVARIANTS: readonly Invariant[] = [
  {
    id: "array-not-reserved",
    statement: "the allocator's own array lies in no reserved unit",
    because: "whoever reserved it writes over the allocator's books",
    never: [GROWTH_VIEWS.metadata, CORE_VIEWS.reserved],
  },
  {
    id: "array-not-allocated",
    statement: "the allocator's own array lies in no allocated unit",
    because: "whoever allocated it writes over the allocator's books",
    never: [GROWTH_VIEWS.metadata, CORE_VIEWS.allocated],
  },
  {
    id: "array-in-memory",
    statement: "the allocator's own array lies in memory",
    because: "books that are no memory cannot be kept",
    never: [GROWTH_VIEWS.metadata],
    unless: [REGION_VIEWS.memory],
  },
];
