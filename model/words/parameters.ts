/**
 * What commands are given: for each parameter all there is to say of it, once, for every command that has it.
 */

import { plural } from "../basics/wording.js";
import { choresOf } from "./chores.js";
import {
  FLAG_BITS,
  FLAGS,
  type Flag,
  type FrameRange,
  KERNEL_VIRTUAL,
  SEARCHES,
  type Search,
  UNPACKINGS,
  type Unpacking,
} from "./frames.js";
import { zonesOf } from "./initial-memory.js";
import { rangesOf } from "./ranges.js";
import type { ReasonId } from "./reasons.js";
import { gridOf, handlesOf, nodesOf, type Scope } from "./scope.js";

/** What each parameter is. The name is that of the field in a command, and so in a file. */
export interface ParameterTypes {
  readonly range: FrameRange;
  /** The range of the slice from which a part is taken. */
  readonly from: FrameRange;
  readonly frame: number;
  readonly owner: number;
  /** How many frames or units follow each other. */
  readonly count: number;
  /** How many frames a block is to have. */
  readonly to: number;
  /** What the first of them is a multiple of: a power of two. */
  readonly align: number;
  /** Where they may lie; `null` is wherever memory is accessible. */
  readonly window: FrameRange | null;
  /** From 1; 0 is no node, or any where one is asked for. */
  readonly node: number;
  readonly search: Search;
  readonly bottomUp: boolean;
  /** The first unit that is beyond it; 0 is no limit. */
  readonly limit: number;
  readonly flag: Flag;
  /** A place where a client keeps one handle: slots count from 0. */
  readonly slot: number;
  /** Where an image lies, which may end behind the pool. */
  readonly image: FrameRange;
  readonly how: Unpacking;
  /** Which zone a frame is to be of, from 1. */
  readonly zone: number;
  /** A command of the allocator's own. */
  readonly chore: Chore;
}

/** A command of an allocator's own: the allocator is given the number, and a person reads the name. */
export interface Chore {
  readonly number: number;
  readonly name: string;
}

export type ParameterName = keyof ParameterTypes;

/** What an argument can be wrong by, whatever the state. */
export type ArgumentFault = Extract<ReasonId, "empty" | "out-of-range" | "misaligned">;

/** All there is to say of a parameter with values of one type. */
export interface Parameter<T> {
  /** Its values in a scope, in the order in which commands are tried. */
  readonly all: (scope: Scope) => readonly T[];
  /** A value as the method of an allocator takes it: so many numbers. */
  readonly give: (value: T) => readonly number[];
  readonly width: 1 | 2;
  /** The value that was given as the numbers from `at` on. */
  readonly take: (given: readonly number[], at: number) => T;
  /** A value in a line of a program, or "" where it goes without saying; `counts` is what `count` counts. */
  readonly text: (value: T, counts: "frame" | "unit") => string;
  /** What is wrong with a value; nothing when absent. */
  readonly faults?: (value: T, scope: Scope) => ArgumentFault[];
  /** The value so many frames further on, where it says where something lies. */
  readonly shift?: (value: T, by: number) => T;
}

const upTo = (most: number, first = 1) => Array.from({ length: most }, (_, i) => i + first);
const powersUpTo = (most: number) => [1, 2, 4, 8, 16, 32, 64].filter((power) => power <= most);
/** A number is given as it is. */
const NUMBER = {
  width: 1,
  give: (value: number) => [value],
  take: (given: readonly number[], at: number) => given[at]!, // a method is given all its arguments
} as const;

const range: Parameter<FrameRange> = {
  all: (scope) => rangesOf(gridOf(scope)),
  width: 2,
  give: ({ start, count }) => [start, count],
  take: (given, at) => ({ start: given[at]!, count: given[at + 1]! }),
  text: describeRange,
  faults: (value, scope) => faultsWithin(gridOf(scope), value),
  shift: ({ start, count }, by) => ({ start: start + by, count }),
};

/** Every parameter, by its name. */
export const PARAMETERS: { readonly [P in ParameterName]: Parameter<ParameterTypes[P]> } = {
  range,
  from: { ...range, faults: () => [] },
  frame: {
    all: ({ frames }) => upTo(frames, 0),
    ...NUMBER,
    text: describeFrame,
    faults: (start, { frames }) => faultsWithin(frames, { start, count: 1 }),
    shift: (frame, by) => frame + by,
  },
  owner: { all: ({ owners }) => upTo(owners), ...NUMBER, text: (owner) => `owner ${owner}` },
  count: {
    all: (scope) => upTo(gridOf(scope)),
    ...NUMBER,
    text: (count, counts) => plural(count, counts),
    faults: (count) => (count === 0 ? ["empty"] : []),
  },
  to: {
    all: (scope) => upTo(gridOf(scope)),
    ...NUMBER,
    text: (to) => `to ${plural(to, "frame")}`,
    faults: (to) => (to === 0 ? ["empty"] : []),
  },
  align: {
    all: (scope) => powersUpTo(gridOf(scope)),
    ...NUMBER,
    text: (align) => `align ${align}`,
    faults: (align) => (isPowerOfTwo(align) ? [] : ["misaligned"]),
  },
  window: {
    all: (scope) => [null, ...rangesOf(gridOf(scope))],
    width: 2,
    give: (window) => (window === null ? [0, 0] : [window.start, window.start + window.count]),
    take: (given, at) => (given[at + 1] === 0 ? null : between(given[at]!, given[at + 1]!)),
    text: (window) => (window === null ? "" : `within ${describeRange(window)}`),
  },
  node: {
    all: (scope) => (nodesOf(scope) === 0 ? [0] : upTo(nodesOf(scope))),
    ...NUMBER,
    text: (node) => (node === 0 ? "" : `node ${node}`),
  },
  search: {
    all: () => SEARCHES,
    width: 1,
    give: (search) => [SEARCHES.indexOf(search)],
    take: (given, at) => SEARCHES[given[at]!]!,
    text: (search) => search,
  },
  bottomUp: {
    all: () => [true, false],
    width: 1,
    give: (bottomUp) => [Number(bottomUp)],
    take: (given, at) => given[at] === 1,
    text: (bottomUp) => (bottomUp ? "bottom-up" : "top-down"),
  },
  limit: {
    all: (scope) => upTo(gridOf(scope) + 1, 0),
    ...NUMBER,
    text: (limit) => (limit === 0 ? "none" : `${limit}`),
  },
  flag: {
    all: () => FLAGS,
    width: 1,
    give: (flag) => [FLAG_BITS[flag]],
    take: (given, at) => FLAGS.find((flag) => FLAG_BITS[flag] === given[at])!,
    text: (flag) => flag,
  },
  image: {
    ...range,
    all: (scope) => rangesOf(gridOf(scope) + 1).filter(({ start }) => start < gridOf(scope)),
    faults: () => [],
  },
  how: {
    all: () => UNPACKINGS,
    width: 1,
    give: (how) => [UNPACKINGS.indexOf(how)],
    take: (given, at) => UNPACKINGS[given[at]!]!,
    text: (how) => how,
  },
  chore: {
    all: (scope) => choresOf(scope).map((name, number) => ({ number, name })),
    width: 1,
    give: ({ number }) => [number],
    take: (given, at) => ({ number: given[at]!, name: "" }),
    text: ({ name }) => name,
  },
  zone: { all: (scope) => upTo(zonesOf(scope)), ...NUMBER, text: (zone) => `zone ${zone}` },
  slot: { all: (scope) => upTo(handlesOf(scope), 0), ...NUMBER, text: (slot) => `handle ${slot}` },
};

function between(start: number, end: number): FrameRange {
  return { start, count: end - start };
}

/** A range as its first and last frame: `0..1`, or `3` for one frame, or `3, no frames`. */
export function describeRange({ start, count }: FrameRange): string {
  if (count === 0) return `${describeFrame(start)}, no frames`;
  if (count === 1) return describeFrame(start);
  return Number.isInteger(count) ? `${start}..${start + count - 1}` : `half a frame at ${start}`;
}

/** A frame's number, or where in the kernel's linear map it is. */
function describeFrame(frame: number): string {
  return frame < KERNEL_VIRTUAL ? `${frame}` : `kernel-virtual ${frame - KERNEL_VIRTUAL}`;
}

function faultsWithin(end: number, { start, count }: FrameRange): ArgumentFault[] {
  return [
    ...(count === 0 ? (["empty"] as const) : []),
    ...(start < 0 || start + (count || 1) > end ? (["out-of-range"] as const) : []),
    ...(Number.isInteger(start) && Number.isInteger(count) ? [] : (["misaligned"] as const)),
  ];
}

function isPowerOfTwo(align: number): boolean {
  return Number.isInteger(align) && align > 0 && (align & (align - 1)) === 0;
}
