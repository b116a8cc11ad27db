/**
 * The bounds of a run: one row each. The scope and its limits, the options of the command line, the config,
 * the scope of a recorded counterexample and the options of the library are made of these rows.
 */
import type { ModuleId } from "./module-ids.js";

/** A bound of a run, with what it is where it is not named. */
export interface Bound {
  readonly least: number;
  readonly most: number;
  readonly standard: number;
  readonly help: string;
  /** What it is where it is not named, if that is not its number. */
  readonly otherwise?: string;
  /** How a scope says it in words, where that is not its name and number. */
  readonly said?: (bound: number) => string;
  /**
   * The module that reads it; the core where every scope names it, and none where all parts do. One that is
   * named where its module is not in force is a misuse.
   */
  readonly of: ModuleId | null;
}

/** What every scope names. A range number must fit 16 bits and an owner a byte. */
const CORE_BOUNDS = {
  /** Page frames, numbered 0 to `frames - 1`. */
  frames: { least: 1, most: 64, standard: 4, help: "page frames", of: "core" },
  /** Owners of reservations, numbered 1 to `owners`. */
  owners: { least: 1, most: 8, standard: 2, help: "owners of reservations", of: "core" },
  /** The most slices alive at once: a bound of the run, not a rule for allocators. */
  slices: { least: 1, most: 16, standard: 3, help: "the most slices alive at once", of: "core" },
} as const satisfies Readonly<Record<string, Bound>>;

/** The most frames of a pool of which a scope is a window. */
const MOST_POOL = 4096;

/** What a scope names where it is not the standard. */
const FURTHER_BOUNDS = {
  /** How many units a frame has, where it is more than one: ranges are then counted in units. */
  units: { least: 1, most: 8, standard: 1, help: "units of a frame: what ranges are counted in", of: null },
  /** The page frame number of frame 0, where that is not 0: blocks are aligned by their address. */
  startPfn: {
    least: 0,
    most: 2 ** 52, // the page frame numbers of 64-bit addresses
    standard: 0,
    help: "page frame number of the pool's first frame, by which blocks are aligned",
    said: (pfn) => `from page frame ${pfn}`,
    of: null, // blocks are aligned by it, and any allocator may number its memory by it
  },
  /** The frame of a larger pool that is the first of the scope. */
  windowAt: {
    least: 0,
    most: MOST_POOL - 1,
    standard: 0,
    help: "the frame of a larger pool at which the frames begin",
    said: (at) => `at frame ${at}`,
    of: null,
  },
  /** How many frames that pool has: all but those of the scope are taken for good; 0 for no larger pool. */
  pool: {
    least: 0,
    most: MOST_POOL,
    standard: 0,
    help: "frames of a larger pool around them, all others taken",
    said: (pool) => `in a pool of ${pool}`,
    of: null,
  },
  /** How many nodes memory can belong to, where that is not two. */
  nodes: {
    least: 1,
    most: 4,
    standard: 2,
    help: "nodes that memory belongs to, with the module nodes",
    of: "nodes",
  },
  /** How many zones the frames are shared out to, where that is not two; a map may say it of each frame. */
  zones: {
    least: 1,
    most: 4,
    standard: 2,
    help: "zones that frames belong to, with the module zones",
    of: "zones",
  },
  /** How many entries the allocator's arrays begin with, where that is not two. */
  capacity: {
    least: 1,
    most: 128,
    standard: 2,
    help: "entries the arrays begin with, with the module growth",
    of: "growth",
  },
  /** The most handles held at once, each in a slot of its own: a bound of the run. */
  handles: { least: 1, most: 8, standard: 2, help: "the most handles held at once", of: "handles" },
  /** The most holders of one frame: a bound of the run. A counter of two bits is full with three. */
  sharers: { least: 2, most: 16, standard: 4, help: "the most holders of one frame", of: "shares" },
  /** How many bits an allocator that counts generations has for the count of a frame. */
  generationBits: {
    least: 1,
    most: 8,
    standard: 2,
    help: "bits of a frame's generation, where an allocator counts them",
    of: "handles",
  },
  /** How many CPUs run commands at once, for an allocator that says how it takes its steps. */
  cpus: {
    least: 1,
    most: 4,
    standard: 1,
    help: "CPUs that run commands at once, of an allocator that is defined step by step",
    said: (cpus) => `${cpus} CPUs`,
    of: null,
  },
  /** The most context switches of a run by several CPUs; as good as none where it is not named. */
  maxSwitches: {
    least: 0,
    most: 1000,
    standard: 1000,
    help: "the most context switches between CPUs, where the whole does not close",
    otherwise: "any number",
    said: (switches) => `at most ${switches} context switches`,
    of: null,
  },
  /** The most accesses of one command: one that needs more counts as not ending. */
  maxAccesses: {
    least: 1,
    most: 10_000,
    standard: 100,
    help: "the most accesses of one command to shared memory: more are a finding",
    said: (accesses) => `at most ${accesses} accesses a command`,
    of: null,
  },
} as const satisfies Readonly<Record<string, Bound>>;

/**
 * Every bound: the scope, its limits, options, config, recorded scopes and the library come from this table.
 */
export const BOUNDS = { ...CORE_BOUNDS, ...FURTHER_BOUNDS } as const;
/** The most frames of a pool whose commands are drawn, and not laid out one and all. */
export const MOST_SAMPLED_FRAMES = 4096;

export type BoundId = keyof typeof BOUNDS;

/** The names, in the order in which options are shown and scopes described. */
export const BOUND_IDS = Object.keys(BOUNDS) as readonly BoundId[]; // they are its keys
export const CORE_BOUND_IDS = Object.keys(CORE_BOUNDS) as readonly (keyof typeof CORE_BOUNDS)[];
export const FURTHER_BOUND_IDS = Object.keys(FURTHER_BOUNDS) as readonly (keyof typeof FURTHER_BOUNDS)[];

/** What a scope says of its bounds. */
export type ScopeBounds = { readonly [K in keyof typeof CORE_BOUNDS]: number } & {
  readonly [K in keyof typeof FURTHER_BOUNDS]?: number;
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
