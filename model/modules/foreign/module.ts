/** The module `foreign`: commands are also given arguments from outside the pool. */
import type { Module, ModuleState } from "../../rules/module.js";
import { COMMAND_KINDS } from "../../words/commands.js";
import { argumentReasons, foreignInstances } from "./rules.js";
import { FOREIGN_VIEWS } from "./views.js";

const FOREIGN_STATE: ModuleState = {
  look: (views) => {
    views.bits[views.offset(FOREIGN_VIEWS.argument)] = 1;
    return () => {};
  },
};

export const FOREIGN: Module = {
  id: "foreign",
  statement: "commands are also given arguments from outside the pool",
  rules: [],
  invariants: [],
  reasons: Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, argumentReasons(kind)])),
  instances: foreignInstances,
  views: FOREIGN_VIEWS,
  state: FOREIGN_STATE,
};
