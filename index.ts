/** allocheck as a library: define an allocator, check it, replay a counterexample. */

import type { Alphabet } from "./cli/options.js";
import type { Replayed } from "./counterexamples/replay.js";
import { replay as replayOn } from "./counterexamples/replay.js";
import { validCounterexample } from "./counterexamples/validate.js";
import { runTo } from "./explore/check.js";
import type { Budget } from "./explore/search.js";
import { STANDARD_SUSPICION } from "./explore/suspicion.js";
import type { Run } from "./explore/verdict.js";
import { widened } from "./explore/widen.js";
import type { AllocatorDefinition } from "./model/allocator.js";
import type { Contract } from "./model/contracts.js";
import { contractOf, requireDefinition, requireNoMore } from "./model/define.js";
import { type ScopeOptions, scopeOf } from "./model/scope.js";
import type { Counterexample } from "./model/trace.js";

export { type Config, defineConfig } from "./cli/config.js";
export type { Fate, Replayed } from "./counterexamples/replay.js";
export type { Budget } from "./explore/search.js";
export type { Run, Verdict } from "./explore/verdict.js";
export type { Allocator, AllocatorDefinition, Offers } from "./model/allocator.js";
export type { Contract, ContractPromise } from "./model/contracts.js";
export { type AllocatorOptions, defineAllocator } from "./model/define.js";
export { fromObject, type ObjectDoor, type Place, type Refusal } from "./model/from-object.js";
export type { Scope, ScopeOptions } from "./model/scope.js";
export type { Answer, Counterexample, TraceStep } from "./model/trace.js";
export {
  type Command,
  type CommandKind,
  type FrameRange,
  type ReasonId,
  reasons,
} from "./model/vocabulary.js";

/** What `check` can be told beside the allocator. */
export interface CheckOptions extends ScopeOptions {
  readonly budget?: Budget;
  /** The contract to hold the allocator to, by name or by value; its own when absent. */
  readonly contract?: string | Contract;
  /** Go on after a finding: the first of each command and rule. */
  readonly all?: boolean;
  /** How many commands of each state are run again on a second instance, on average: 0.25 when absent. */
  readonly suspicion?: number;
  /** `foreign` to also give arguments from outside the pool. */
  readonly alphabet?: Alphabet;
}

const BOUNDS = ["frames", "owners", "slices", "units", "modules", "alphabet"];
const CHECK_OPTIONS = [...BOUNDS, "budget", "contract", "all", "suspicion"];

/**
 * Explores an allocator on this thread and returns the run. Throws a misuse, never for a finding.
 *
 * A thread cannot interrupt itself: where a command never returns, neither does this. The command line, which
 * searches in another thread, ends such a command and reports it as `hangs`.
 */
export function check(definition: AllocatorDefinition, options: CheckOptions = {}): Run {
  requireDefinition(definition);
  const { budget = {}, contract, all = false, suspicion, alphabet, modules, ...rest } = options;
  const { frames, owners, slices, units, ...unknown } = rest;
  requireNoMore("check", unknown, CHECK_OPTIONS);
  const foreign = alphabet === "foreign" ? (["foreign"] as const) : [];
  const named = scopeOf({ frames, owners, slices, units, modules: [...(modules ?? []), ...foreign] });
  const request = {
    definition,
    scope: modules === undefined ? widened(named, definition) : named,
    budget,
    all,
    selfTest: true,
    suspicion: suspicion ?? STANDARD_SUSPICION,
  };
  return runTo(contract === undefined ? request : { ...request, contract: contractOf(contract) });
}

/**
 * Says what has become of a recorded counterexample on an allocator, under the contract it was recorded
 * with unless another is given. Throws a misuse for what is no counterexample. On this thread, so one that
 * `hangs` never returns: use `allocheck replay` for it.
 */
export function replay(
  counterexample: Counterexample,
  definition: AllocatorDefinition,
  contract?: string | Contract,
): Replayed {
  requireDefinition(definition);
  const { contract: recorded } = validCounterexample(counterexample, "what replay was given");
  const own = recorded === definition.contract.id ? definition.contract : recorded;
  return replayOn(counterexample, definition, contractOf(contract ?? own));
}
