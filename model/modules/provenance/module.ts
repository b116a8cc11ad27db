/** The module `provenance`: slices have keepers, which may outlive the call that borrowed them. */

import type { Module } from "../../rules/module.js";
import { PROVENANCE_INVARIANTS } from "./invariants.js";
import { PROVENANCE_RULES, RELEASE_KEPT } from "./rules.js";
import { PROVENANCE_STATE } from "./state.js";
import { PROVENANCE_STRIP } from "./strip.js";
import { PROVENANCE_VIEWS } from "./views.js";

export const PROVENANCE: Module = {
  id: "provenance",
  statement: "slices have keepers, which may outlive the call that borrowed them",
  rules: PROVENANCE_RULES,
  invariants: PROVENANCE_INVARIANTS,
  reasons: { release: RELEASE_KEPT },
  views: PROVENANCE_VIEWS,
  state: PROVENANCE_STATE,
  strip: PROVENANCE_STRIP,
  frameKinds: [
    { id: "leaked", view: PROVENANCE_VIEWS.leaked, rank: 1, beside: true },
    { id: "inserted", view: PROVENANCE_VIEWS.shown, rank: 2, beside: true },
    { id: "stashed", view: PROVENANCE_VIEWS.stashed, rank: 3, beside: true },
  ],
  holders: [
    {
      id: "leaked",
      view: PROVENANCE_VIEWS.leaked,
      givenBackBy: [],
      forEver: "nobody is left who could end the slice",
    },
  ],
  words: [
    [
      "keeper",
      "who has a slice: the call that borrowed it, a **stash** (somebody stored it until they say otherwise), a " +
        "file it was **inserted** into without a copy, or nobody ever again: it was **leaked**",
    ],
  ],
};
