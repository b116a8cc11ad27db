/** The module `nodes`: memory belongs to nodes, all of it to the first at the beginning. */
import type { Module } from "../../rules/module.js";
import { NODE_RULES } from "../flags/rules.js";
import { NODE_STATE } from "../flags/state.js";
import { NODE_STRIP } from "../flags/strip.js";
import { NODE_INVARIANTS } from "./invariants.js";
import { NODE_VIEWS } from "./views.js";

export const NODES: Module = {
  id: "nodes",
  statement: "memory belongs to nodes, all of it to the first at the beginning",
  rules: NODE_RULES,
  invariants: NODE_INVARIANTS,
  views: NODE_VIEWS,
  state: NODE_STATE,
  strip: NODE_STRIP,
};
