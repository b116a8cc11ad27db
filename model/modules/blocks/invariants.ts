/** What the module `blocks` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { BLOCK_VIEWS } from "./views.js";

export const BLOCK_INVARIANTS: readonly Invariant[] = [
  {
    id: "blocks-begin",
    statement: "every block has a first frame, and no frame begins a block without being allocated",
    because: "a frame of a block that nobody can name can never be freed",
    never: [BLOCK_VIEWS.stray],
  },
];
