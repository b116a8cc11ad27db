/** What is measured, each time in a fresh process. */
import type { Run } from "../explore/check/verdict.js";
import { describeScope, type Scope, scopeOf } from "../model/words/scope.js";
import type { AloneCounts } from "./alone.js";
import type { FloorAllocator, FloorCounts } from "./floor.js";
import type { Drawing, ModelRunCounts } from "./model-run.js";
import type { Contestant, ModuleCounts } from "./module-run.js";
import { run } from "./processes.js";
import { ROOT } from "./root.js";
import type { TestedCounts } from "./tested.js";

/** The bounds of a scope as the issue of speed writes them: 7/1/4. */
export type Bounds = readonly [frames: number, owners: number, slices: number];

export function scopeBy([frames, owners, slices]: Bounds): Scope {
  return scopeOf({ frames, owners, slices });
}

export function inWords(bounds: Bounds): string {
  return describeScope(scopeBy(bounds));
}

const NODE = process.execPath;

/** A check by the command line, as anyone runs it. */
export interface Checked {
  readonly run: Run;
  /** The whole process, from start to end. */
  readonly seconds: number;
}

/** Checks an allocator by name, or the specification alone, with so many workers, on so many CPUs. */
export async function check(target: string, bounds: Bounds, workers: number, cpus = 1): Promise<Checked> {
  const [frames, owners, slices] = bounds.map(String) as [string, string, string];
  const args = ["check", target, "--frames", frames, "--owners", owners, "--slices", slices];
  const several = cpus === 1 ? [] : ["--cpus", String(cpus)];
  const many = (await knowsWorkers()) ? ["--workers", String(workers)] : [];
  const { stdout, seconds } = await run(NODE, [
    ...[`${ROOT}dist/cli/main.js`, ...args],
    ...["--json", "--quiet", ...several, ...many],
  ]);
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly Run[] };
  const [checked] = runs;
  if (checked?.measured.workers !== workers)
    throw new Error(`${target} ran with ${checked?.measured.workers} workers, not ${workers}`);
  return { run: checked, seconds };
}

/** The seconds of the search itself, without the start of the process. */
export function ownSeconds({ run }: Checked): number {
  return run.measured.seconds;
}

export const SPECIFICATION = "--spec-only";

let workersKnown: Promise<boolean> | undefined;

/** Whether this allocheck has `check --workers`. */
export function knowsWorkers(): Promise<boolean> {
  workersKnown ??= run(NODE, [`${ROOT}dist/cli/main.js`, "check", "--help"]).then(({ stdout }) =>
    stdout.includes("--workers"),
  );
  return workersKnown;
}

export function measureFloor(which: FloorAllocator, bounds: Bounds): Promise<FloorCounts> {
  return json("floor", [...bounds.map(String), which]);
}

export function measureAlone(bounds: Bounds, states: number): Promise<AloneCounts> {
  return json("alone", [...bounds, states].map(String), ["--expose-gc"]);
}

export function measureModelRuns(bounds: Bounds, runs: number, drawing: Drawing): Promise<ModelRunCounts> {
  return json("model-run", [...bounds.map(String), String(runs), drawing]);
}

export function measureTested(allocator: string, bounds: Bounds, tested: boolean): Promise<TestedCounts> {
  return json("tested", [allocator, ...bounds.map(String), tested ? "yes" : "no"]);
}

export function measureModule(contestant: Contestant, bounds: Bounds): Promise<ModuleCounts> {
  return json("module-run", [contestant, ...bounds.map(String)]);
}

/** What a script of this folder prints. */
async function json<T>(script: string, args: readonly string[], flags: readonly string[] = []): Promise<T> {
  const { stdout } = await run(NODE, [...flags, `${ROOT}dist/bench/${script}.js`, ...args]);
  return JSON.parse(stdout) as T;
}
