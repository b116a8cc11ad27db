/** What the module `nodes` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { REGION_VIEWS } from "../regions/views.js";
import { NODE_VIEWS } from "./views.js";

export const NODE_INVARIANTS: readonly Invariant[] = [
  {
    id: "nodes-in-memory",
    statement: "what is no memory is on no node",
    because: "a unit that is added is on the node it is added to, and on no other it was on before",
    never: [NODE_VIEWS["on-node"]],
    unless: [REGION_VIEWS.memory],
  },
];
