/** The module `growth`: the allocator's own arrays grow, and then lie in the memory it manages. */
import type { Module } from "../../rules/module.js";
import { GROWTH_INVARIANTS } from "./invariants.js";
import { GROWTH_REASONS, GROWTH_RULES } from "./rules.js";
import { GROWTH_STATE } from "./state.js";
import { GROWTH_STRIP } from "./strip.js";
import { GROWTH_VIEWS } from "./views.js";

export const GROWTH: Module = {
  id: "growth",
  statement: "the allocator's own arrays grow, and then lie in the memory it manages",
  rules: GROWTH_RULES,
  invariants: GROWTH_INVARIANTS,
  reasons: GROWTH_REASONS,
  views: GROWTH_VIEWS,
  state: GROWTH_STATE,
  strip: GROWTH_STRIP,
};
