/** The module `core`: frames are free, allocated, or reserved by an owner and borrowed as slices. */
import type { Module } from "../../rules/module.js";
import type { CommandRule } from "../../rules/rules.js";
import { CORE_RULES } from "./rules.js";

export const CORE: Module = {
  id: "core",
  statement: "frames are free, allocated, or reserved by an owner and borrowed as slices",
  rules: Object.values(CORE_RULES) as CommandRule[], // each row takes the commands of its own kind
};
