/** What a run of the bench measures: the scopes, how often, and how many states each must have. */
import type { Bounds } from "./contestants.js";

/** A scope with the number of its states, counted once and pinned. */
export interface Sized {
  readonly bounds: Bounds;
  readonly states: number;
}

export interface Plan {
  readonly rounds: number;
  /** Whether the scopes are those the targets speak of. */
  readonly judged: boolean;
  /** Lockstep against the floor. */
  readonly lockstep: Sized & { readonly tried: number };
  /** The specification against Spin, with the depth of Spin's stack and the bits of its table. */
  readonly spin: Sized & { readonly transitions: number; readonly depth: number; readonly bits: number };
  /** How many sequences fast-check draws. */
  readonly modelRuns: number;
  /** Scopes from small to large, for how cost grows. */
  readonly growth: readonly Sized[];
  /** Whose bytes per state are held to a target. */
  readonly memory: Sized;
  /** Two workers against one. */
  readonly workers: readonly (Sized & { readonly target: string })[];
  /** A module of C against TypeScript. */
  readonly modules: Sized & { readonly tried: number };
  /** Several CPUs, with the seconds that they may take at most where that is held to something. */
  readonly cpus: readonly (Sized & {
    readonly target: string;
    readonly count: number;
    readonly most?: number;
  })[];
  /** Shown once, since it takes minutes. */
  readonly huge: Sized | null;
}

export const FULL: Plan = {
  rounds: 5,
  judged: true,
  lockstep: { bounds: [7, 1, 4], states: 372_968, tried: 41_068_492 },
  spin: { bounds: [7, 1, 6], states: 4_796_760, transitions: 54_996_106, depth: 8_000_000, bits: 26 },
  modelRuns: 40_000,
  growth: [
    { bounds: [7, 1, 3], states: 108_885 },
    { bounds: [7, 1, 4], states: 372_968 },
    { bounds: [7, 1, 5], states: 1_321_768 },
    { bounds: [7, 1, 6], states: 4_796_760 },
    { bounds: [7, 1, 7], states: 17_474_392 },
  ],
  memory: { bounds: [8, 1, 4], states: 1_605_562 },
  workers: [
    { target: "bitmap", bounds: [8, 1, 5], states: 6_275_486 },
    { target: "--spec-only", bounds: [8, 1, 5], states: 6_275_486 },
  ],
  modules: { bounds: [6, 2, 3], states: 196_656, tried: 25_161_708 },
  cpus: [
    { target: "locked-bitmap", bounds: [2, 1, 1], count: 2, states: 15, most: 1 },
    { target: "locked-bitmap", bounds: [3, 1, 1], count: 3, states: 54, most: 20 },
    { target: "hazard-stack", bounds: [2, 1, 1], count: 3, states: 1_029_940 },
    { target: "cas-bitmap", bounds: [2, 1, 1], count: 3, states: 238_419 },
  ],
  huge: null,
};

/** With the run of more than 50 million states. */
export const LONG: Plan = { ...FULL, huge: { bounds: [7, 1, 8], states: 62_721_692 } };

/** A second or two: to see that the bench works, not how fast anything is. */
export const QUICK: Plan = {
  rounds: 1,
  judged: false,
  lockstep: { bounds: [4, 1, 2], states: 542, tried: 22_856 },
  spin: { bounds: [3, 1, 2], states: 124, transitions: 570, depth: 10_000, bits: 16 },
  modelRuns: 100,
  growth: [
    { bounds: [4, 1, 1], states: 223 },
    { bounds: [4, 1, 2], states: 542 },
    { bounds: [4, 1, 3], states: 1_266 },
  ],
  memory: { bounds: [4, 1, 3], states: 1_266 },
  workers: [{ target: "bitmap", bounds: [4, 1, 2], states: 542 }],
  modules: { bounds: [4, 1, 1], states: 223, tried: 9539 },
  cpus: [{ target: "locked-bitmap", bounds: [2, 1, 1], count: 2, states: 15 }],
  huge: null,
};
