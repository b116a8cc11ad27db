/** The module `core`: frames are free, allocated, or reserved by an owner and borrowed as slices. */
import type { Module } from "../../rules/module.js";
import type { CommandRule } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { kindsWith } from "../../words/roles.js";
import { CORE_INVARIANTS } from "./invariants.js";
import { CORE_RULES } from "./rules.js";

export const CORE: Module = {
  id: "core",
  statement: "frames are free, allocated, or reserved by an owner and borrowed as slices",
  rules: Object.values(CORE_RULES) as CommandRule[], // each row takes the commands of its own kind
  frameKinds: [
    { id: "borrowed", view: CORE_VIEWS.live, rank: 4, beside: true },
    { id: "reserved", view: CORE_VIEWS.reserved, rank: 6 },
    { id: "allocated", view: CORE_VIEWS.allocated, rank: 8 },
    { id: "free", view: CORE_VIEWS.free, rank: 9 },
  ],
  holders: [
    { id: "reserved", view: CORE_VIEWS.reserved, givenBackBy: kindsWith("gives-reserved") },
    {
      id: "allocated",
      view: CORE_VIEWS.allocated,
      givenBackBy: kindsWith("gives-allocated", "gives-handle"),
    },
    { id: "free", view: CORE_VIEWS.free, givenBackBy: [] },
  ],
  invariants: CORE_INVARIANTS,
};
