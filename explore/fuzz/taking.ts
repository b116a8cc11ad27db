/**
 * What a window cannot be made of: the commands that take the rest of its pool, judged as any others. A fault
 * that shows only in a pool so large would else be no more than a window that is not there.
 */

import { isMisuse } from "../../model/basics/misuse.js";
import type { CheckRequest } from "../check/prepared.js";
import type { Run } from "../check/verdict.js";
import { REDUCE_BUDGET } from "../reduce/reduce.js";
import { makeAllocator } from "../systems/make-allocator.js";
import { scopeOfPool, takingOf } from "../systems/windowed.js";
import { Sampling } from "./sampling.js";

/** Each command is needed as a rule, so that there is little to look for. */
const BUDGET = { ...REDUCE_BUDGET, seconds: 1, states: 5_000 };

/**
 * What a window that cannot be made breaks on the way, in a run of its whole pool; `null` where that is no
 * fault: its contract lets it, or it has no commands for it.
 */
export function brokenByTaking(request: CheckRequest): Run | null {
  const { definition, scope: window } = request;
  if (definition === null) return null;
  const scope = scopeOfPool(window, definition);
  try {
    const commands = takingOf(makeAllocator(definition, scope), definition, window);
    if (commands.length === 0) return null;
    const sampling = new Sampling({ ...request, definition, scope, sample: { seed: 0 } });
    const found = sampling.shrunk({ commands, rule: null }, BUDGET);
    return sampling.runOf([{ ...found, note: "so the frames beside a window are taken" }]);
  } catch (error) {
    if (isMisuse(error)) return null; // the window says why there is none
    throw error;
  }
}
