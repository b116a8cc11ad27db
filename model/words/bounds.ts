/**
 * The bounds of a run: one row each. The scope and its limits, the options of the command line, the config,
 * the scope of a recorded counterexample and the options of the library are made of these rows.
 */
import { ALL_WORDS, type CoreBounds, type ModuleBounds, type ModuleId } from "./all-words.js";
import type { BoundRow } from "./module-words.js";

/** A bound of a run, and whose it is. */
export interface Bound extends BoundRow {
  /**
   * The module that reads it; the core where every scope names it, and none where all parts do. One that is
   * named where its module is not in force is a misuse.
   */
  readonly of: ModuleId | null;
}

/** The most frames of a pool of which a scope is a window. */
const MOST_POOL = 4096;

/** Where memory lies, and what it is counted in: any allocator may number its memory so. */
const PLACE_BOUNDS = {
  /** How many units a frame has, where it is more than one: ranges are then counted in units. */
  units: { least: 1, most: 8, standard: 1, help: "units of a frame: what ranges are counted in" },
  /** The page frame number of frame 0, where that is not 0: blocks are aligned by their address. */
  startPfn: {
    least: 0,
    most: 2 ** 52, // the page frame numbers of 64-bit addresses
    standard: 0,
    help: "page frame number of the pool's first frame, by which blocks are aligned",
    said: (pfn) => `from page frame ${pfn}`,
  },
  /** The frame of a larger pool that is the first of the scope. */
  windowAt: {
    least: 0,
    most: MOST_POOL - 1,
    standard: 0,
    help: "the frame of a larger pool at which the frames begin",
    said: (at) => `at frame ${at}`,
  },
  /** How many frames that pool has: all but those of the scope are taken for good; 0 for no larger pool. */
  pool: {
    least: 0,
    most: MOST_POOL,
    standard: 0,
    help: "frames of a larger pool around them, all others taken",
    said: (pool) => `in a pool of ${pool}`,
  },
} as const satisfies Readonly<Record<string, BoundRow>>;

/** What a run by several CPUs is bounded by. */
const CPU_BOUNDS = {
  /** How many CPUs run commands at once, for an allocator that says how it takes its steps. */
  cpus: {
    least: 1,
    most: 4,
    standard: 1,
    help: "CPUs that run commands at once, of an allocator that is defined step by step",
    said: (cpus) => `${cpus} CPUs`,
  },
  /** The most context switches of a run by several CPUs; as good as none where it is not named. */
  maxSwitches: {
    least: 0,
    most: 1000,
    standard: 1000,
    help: "the most context switches between CPUs, where the whole does not close",
    otherwise: "any number",
    said: (switches) => `at most ${switches} context switches`,
  },
  /** The most accesses of one command: one that needs more counts as not ending. */
  maxAccesses: {
    least: 1,
    most: 10_000,
    standard: 100,
    help: "the most accesses of one command to shared memory: more are a finding",
    said: (accesses) => `at most ${accesses} accesses a command`,
  },
} as const satisfies Readonly<Record<string, BoundRow>>;

type FurtherBounds = typeof PLACE_BOUNDS & ModuleBounds & typeof CPU_BOUNDS;
type CoreBoundId = keyof CoreBounds;
type FurtherBoundId = keyof FurtherBounds;
export type BoundId = CoreBoundId | FurtherBoundId;

function boundsOf(rows: Readonly<Record<string, BoundRow>> = {}, of: ModuleId | null = null) {
  return Object.entries(rows).map(([name, row]): readonly [string, Bound] => [name, { ...row, of }]);
}

const OF_MODULES = ALL_WORDS.flatMap(({ id, bounds }) => boundsOf(bounds, id));

/**
 * Every bound: the scope, its limits, options, config, recorded scopes and the library come from this table.
 */
export const BOUNDS = Object.fromEntries([
  ...OF_MODULES.filter(([, { of }]) => of === "core"),
  ...boundsOf(PLACE_BOUNDS),
  ...OF_MODULES.filter(([, { of }]) => of !== "core"),
  ...boundsOf(CPU_BOUNDS),
]) as { readonly [Id in BoundId]: Bound }; // those that these types name
/** The most frames of a pool whose commands are drawn, and not laid out one and all. */
export const MOST_SAMPLED_FRAMES = 4096;

/** The names, in the order in which options are shown and scopes described. */
export const BOUND_IDS = Object.keys(BOUNDS) as readonly BoundId[]; // they are its keys
/** What every scope names, and what one names where it is not the standard. */
export const CORE_BOUND_IDS = BOUND_IDS.filter((id): id is CoreBoundId => BOUNDS[id].of === "core");
export const FURTHER_BOUND_IDS = BOUND_IDS.filter((id): id is FurtherBoundId => BOUNDS[id].of !== "core");

/** What a scope says of its bounds. */
export type ScopeBounds = { readonly [K in keyof CoreBounds]: number } & {
  readonly [K in keyof FurtherBounds]?: number;
};

/** Something made of each of some bounds, under its name. */
export function eachOf<K extends BoundId, T>(
  names: readonly K[],
  make: (bound: Bound, name: K) => T,
): { readonly [N in K]: T } {
  return Object.fromEntries(names.map((name) => [name, make(BOUNDS[name], name)])) as {
    readonly [N in K]: T;
  }; // one for each name
}
