/** The module `regions`: memory is added and removed as regions, and looked for by place. */
import type { Module } from "../../rules/module.js";
import { REGION_INVARIANTS } from "./invariants.js";
import { REGION_REASONS, REGION_RULES } from "./rules.js";
import { REGION_STATE } from "./state.js";
import { REGION_VIEWS } from "./views.js";

export const REGIONS: Module = {
  id: "regions",
  statement: "memory is added and removed as regions, and looked for by place",
  rules: REGION_RULES,
  invariants: REGION_INVARIANTS,
  reasons: REGION_REASONS,
  views: REGION_VIEWS,
  state: REGION_STATE,
};
