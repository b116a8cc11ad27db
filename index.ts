/** allocheck as a library: define an allocator, check it, replay a counterexample. */

import {
  budgetOf,
  type CheckOptions,
  growthOf,
  keepOf,
  requireSettings,
  suspicionOf,
  windowsAmong,
} from "./cli/input/check-options.js";
import type { Replayed } from "./counterexamples/replay.js";
import { recordedContract, replay as replayOn } from "./counterexamples/replay.js";
import { validCounterexample } from "./counterexamples/validate.js";
import { runTo } from "./explore/check/check.js";
import { grownRun } from "./explore/check/growing.js";
import { worldOf } from "./explore/check/own-scope.js";
import type { CheckRequest } from "./explore/check/prepared.js";
import type { Run } from "./explore/check/verdict.js";
import { Windowing } from "./explore/check/windows.js";
import { isJudged, type WantedWindows } from "./explore/evidence/standard-windows.js";
import { brokenByTaking } from "./explore/fuzz/taking.js";
import { isMisuse } from "./model/basics/misuse.js";
import type { GivenContract } from "./model/contracts/contract-checks.js";
import type { AllocatorDefinition } from "./model/socket/allocator.js";
import { contractOf } from "./model/socket/define.js";
import { readDefinition } from "./model/socket/read-definition.js";
import type { Counterexample } from "./model/trace/trace.js";
import { scopeOf, worldAmong } from "./model/words/scope.js";

export { fromSource, type SourceOptions } from "./cli/compile/from-source.js";
export type { CheckOptions, Limits } from "./cli/input/check-options.js";
export { type Config, type ConfigFile, defineConfig } from "./cli/input/config.js";
export type { Fate, Replayed } from "./counterexamples/replay.js";
export type { Run, Verdict } from "./explore/check/verdict.js";
export type { Evidence } from "./explore/evidence/evidence.js";
export type { Budget, StoppedBy } from "./explore/search/search.js";
export { isMisuse, type Misuse } from "./model/basics/misuse.js";
export type { GivenContract } from "./model/contracts/contract-checks.js";
export type { Contract, ContractPromise } from "./model/contracts/named.js";
export { fromObject } from "./model/doors/from-object.js";
export type { Call, ObjectDoor, Place, Refusal } from "./model/doors/object-door.js";
export type {
  Allocator,
  AllocatorDefinition,
  Candidate,
  Offers,
  Placement,
} from "./model/socket/allocator.js";
export { type AllocatorOptions, defineAllocator } from "./model/socket/define.js";
export {
  type ConcurrentCommands,
  type ConcurrentOptions,
  defineConcurrentAllocator,
} from "./model/socket/define-concurrent.js";
export { type Access, type Again, again, type Steps } from "./model/steps/accesses.js";
export type { Cell, CellOptions, Cells, Lock, SharedMemory } from "./model/steps/shared-memory.js";
export type { OnCpu } from "./model/steps/step-program.js";
export type { Answer, Counterexample, TraceStep } from "./model/trace/trace.js";
export { fromWasm, type WasmOptions } from "./model/wasm/from-wasm.js";
export type { Command, CommandKind } from "./model/words/commands.js";
export type { FrameRange } from "./model/words/frames.js";
export { memoryOf } from "./model/words/initial-memory.js";
export type { MapKind, MapPart } from "./model/words/memory-map.js";
export { type ReasonId, reasons } from "./model/words/reasons.js";
export type { Scope, ScopeOptions } from "./model/words/scope.js";

/**
 * Explores an allocator on this thread and returns the run. Throws a misuse, never for a finding. Where the
 * allocator is to be explored in several scopes, it is the run of the first that does not hold.
 *
 * Nothing else of the thread runs meanwhile, and no `AbortSignal` is heard: a `budget` ends it, as in
 * `budget: { maxSeconds: 10 }`. Who serves others calls it in a worker of their own. Where a command never
 * returns, neither does this: the command line, which searches in another thread, reports it as `hangs`.
 */
export function check(definition: AllocatorDefinition, options: CheckOptions = {}): Run {
  const read = readDefinition(definition);
  requireSettings(options);
  const { budget = {}, contract, alphabet, modules, canAlways = false, ...bounds } = options;
  const foreign = alphabet === "foreign" ? (["foreign"] as const) : [];
  const named = scopeOf({ ...worldAmong(bounds), modules: [...(modules ?? []), ...foreign] });
  const left = {
    modules: modules === undefined,
    owners: bounds.owners === undefined,
    startPfn: bounds.startPfn === undefined,
    scopes: modules === undefined && Object.keys(worldAmong(bounds)).length === 0,
  };
  const reach = growthOf(options);
  const world = worldOf(named, read, reach === null ? left : { ...left, scopes: false });
  const request = {
    definition: read,
    ...world,
    budget: budgetOf(budget),
    keep: keepOf(options, true),
    canAlways,
    selfTest: true,
    suspicion: suspicionOf(options),
  };
  const asked = contract === undefined ? request : { ...request, contract: contractOf(contract) };
  const wanted = windowsAmong(options);
  if (reach !== null) return inWindows(grownRun(asked, reach), asked, wanted);
  const first = inWindows(runTo(asked), asked, wanted);
  for (const scope of first.verdict === "holds" ? world.further : []) {
    const request = { ...asked, scope, further: [] };
    const run = inWindows(runTo(request), request, wanted);
    if (run.verdict !== "holds") return run;
  }
  return first;
}

/** The run of a request with what its windows came to. */
function inWindows(alone: Run, request: CheckRequest, wanted: WantedWindows): Run {
  const windowing = new Windowing(alone, wanted);
  for (let scope = windowing.next(); scope !== null; scope = windowing.next()) {
    try {
      windowing.take(runTo({ ...request, scope, selfTest: false }));
    } catch (error) {
      if (!isMisuse(error)) throw error;
      const broken = isJudged(error, wanted) ? brokenByTaking({ ...request, scope }) : null;
      windowing.take(broken ?? error);
    }
  }
  return windowing.run;
}

/**
 * Says what has become of a recorded counterexample on an allocator, under the contract it was recorded
 * with unless another is given. Throws a misuse for what is no counterexample. On this thread, so one that
 * `hangs` never returns: use `allocheck replay` for it.
 */
export function replay(
  counterexample: Counterexample,
  definition: AllocatorDefinition,
  contract?: string | GivenContract,
): Replayed {
  const read = readDefinition(definition);
  const valid = validCounterexample(counterexample, "what replay was given");
  const recorded = recordedContract(valid, read) ?? valid.contract;
  return replayOn(valid, read, contractOf(contract ?? recorded));
}
