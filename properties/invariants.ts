/**
 * What the rules of the specification together must keep true of the abstract state itself.
 *
 * Each says that some views never meet in one frame (or one range), or only where another is. They are
 * checked in every state of a search of the specification alone (`broken-invariants.ts`).
 */
import { MODULES } from "../model/modules/all.js";
import type { Invariant } from "../model/rules/invariant.js";

/** Those of all modules, the core's first. */
export const INVARIANTS: readonly Invariant[] = Object.values(MODULES).flatMap(
  ({ invariants }) => invariants,
);
