/** The module `blocks`: several frames are allocated at once, aligned, and freed as they were allocated. */
import type { Module } from "../../rules/module.js";
import { BLOCK_INVARIANTS } from "./invariants.js";
import { BLOCK_RULES, FREE_INTERIOR } from "./rules.js";
import { BLOCK_STATE } from "./state.js";
import { BLOCK_VIEWS } from "./views.js";

export const BLOCKS: Module = {
  id: "blocks",
  statement: "several frames are allocated at once, aligned, and freed as they were allocated",
  rules: BLOCK_RULES,
  invariants: BLOCK_INVARIANTS,
  reasons: { free: [FREE_INTERIOR] },
  views: BLOCK_VIEWS,
  state: BLOCK_STATE,
  words: [["block", "frames that were allocated in one go; a frame allocated by itself is a block of one"]],
};
