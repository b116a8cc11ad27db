/** The module `handles`: clients hold handles, which are stale for ever once their frame was given back. */

import type { Module } from "../../rules/module.js";
import { HANDLE_INVARIANTS } from "./invariants.js";
import { HANDLE_RULES } from "./rules.js";
import { HANDLE_CLAUSES, HANDLE_STATE } from "./state.js";
import { HANDLE_STRIP } from "./strip.js";
import { HANDLE_VIEWS } from "./views.js";

export const HANDLES: Module = {
  id: "handles",
  statement: "clients hold handles, which are stale for ever once their frame was given back",
  rules: HANDLE_RULES,
  invariants: HANDLE_INVARIANTS,
  views: HANDLE_VIEWS,
  state: HANDLE_STATE,
  clauses: HANDLE_CLAUSES,
  strip: HANDLE_STRIP,
  frameKinds: [
    { id: "borrowed", view: HANDLE_VIEWS["held-slice"], rank: 4, beside: true },
    { id: "quarantined", view: HANDLE_VIEWS.waiting, rank: 7 },
  ],
  words: [
    [
      "handle",
      "what a client holds in a numbered **slot**: the name of a frame it allocated, a slice, or an address kept " +
        "as a number; it is **stale** once a frame of it was given back, and a **sweep** empties such slots",
    ],
  ],
};
