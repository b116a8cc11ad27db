/** What the module `contents` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { CONTENTS_VIEWS } from "./views.js";

export const CONTENTS_INVARIANTS: readonly Invariant[] = [
  {
    id: "contents-of-held",
    statement: "nothing is said of what a frame holds that nobody has",
    because: "the allocator may keep what it likes there",
    never: [CONTENTS_VIEWS.filled],
    unless: [CORE_VIEWS.reserved, CORE_VIEWS.allocated],
  },
  {
    id: "one-content",
    statement: "no frame is said to hold two things",
    because: "nothing could be both",
    never: [CONTENTS_VIEWS.twofold],
  },
];
