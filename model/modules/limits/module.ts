/** The module `limits`: memory is accessible up to a limit, and cut to one. */
import type { Module } from "../../rules/module.js";
import { LIMIT_RULES } from "./rules.js";
import { LIMIT_STATE } from "./state.js";
import { LIMIT_STRIP } from "./strip.js";
import { LIMIT_VIEWS } from "./views.js";

export const LIMITS: Module = {
  id: "limits",
  statement: "memory is accessible up to a limit, and cut to one",
  rules: LIMIT_RULES,
  invariants: [],
  views: LIMIT_VIEWS,
  state: LIMIT_STATE,
  strip: LIMIT_STRIP,
};
