/** What the module `hand-over` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { HAND_OVER_VIEWS } from "./views.js";

export const HAND_OVER_INVARIANTS: readonly Invariant[] = [
  {
    id: "pages-after-boot",
    statement: "no unit is allocated before the end of boot",
    because: "the page allocator would hand out what it has not been given",
    never: [CORE_VIEWS.allocated, HAND_OVER_VIEWS.boot],
  },
];
