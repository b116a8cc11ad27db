/** The module `flags`: memory is marked as hotplug, mirrored or not to be mapped. */
import type { Module } from "../../rules/module.js";
import { FLAG_INVARIANTS } from "./invariants.js";
import { FLAG_RULES } from "./rules.js";
import { FLAG_STATE } from "./state.js";
import { FLAG_STRIP } from "./strip.js";
import { FLAG_VIEWS } from "./views.js";

export const FLAGS: Module = {
  id: "flags",
  statement: "memory is marked as hotplug, mirrored or not to be mapped",
  rules: FLAG_RULES,
  invariants: FLAG_INVARIANTS,
  views: FLAG_VIEWS,
  state: FLAG_STATE,
  strip: FLAG_STRIP,
};
