/** The scopes of allocators of aligned blocks. */
import type { ScopeOptions } from "../../model/words/scope.js";

/**
 * A pool that begins at page frame 0, and one that begins at an odd one: only there it shows whether blocks
 * are aligned by their address, or by their place in the pool.
 */
export const ANYWHERE: readonly ScopeOptions[] = [
  { modules: ["blocks"] },
  { modules: ["blocks"], startPfn: 1 },
];
