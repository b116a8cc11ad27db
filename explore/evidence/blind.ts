/** What a run and the evidence beside it say nothing of: it follows from what ran and what is offered. */

import type { CommandKind } from "../../model/words/commands.js";
import { boundIn, type ModuleId, type Scope } from "../../model/words/scope.js";
import type { Evidence, Window } from "./evidence.js";

/** The widths of the words in which allocators keep a bit a frame. */
export const WORD_BITS: readonly number[] = [8, 32, 64];

/** One thing on which an allocator may act and which none of the evidence has put to the test. */
export type BlindSpot =
  /** What goes wrong where a word of so many bits ends and the next begins. */
  | { readonly kind: "words"; readonly widths: readonly number[] }
  /** Ranges of more frames than these at once. */
  | { readonly kind: "runs"; readonly above: number }
  /** Blocks of more than two to the power of this. */
  | { readonly kind: "orders"; readonly above: number }
  /** A size of 0, and one that is more than the pool, where no argument lies outside of it. */
  | { readonly kind: "sizes" }
  /** A size in bytes that is to be rounded up, where all were of whole frames. */
  | { readonly kind: "rounding" }
  /** Tables for more frames than these, and arrays that grow with them. */
  | { readonly kind: "pools"; readonly above: number }
  | { readonly kind: "owners"; readonly above: number }
  | { readonly kind: "slices"; readonly above: number }
  /** A count of the holders of a frame that is full with more than these. */
  | { readonly kind: "sharers"; readonly above: number }
  /** More CPUs than these at once, for an allocator that says how it takes its steps. */
  | { readonly kind: "cpus"; readonly above: number };

/** What of a run its blind spots follow from. */
export interface Seen {
  readonly scope: Scope;
  readonly notOffered: readonly CommandKind[];
  readonly namesNoOwner?: true;
  readonly wholeSizes?: true;
  readonly stepped?: true;
  readonly evidence?: readonly Evidence[];
}

/** The commands that take a range of frames, each with the module that has it. */
const OF_RANGES: readonly (readonly [CommandKind, ModuleId])[] = [
  ["reserve", "core"],
  ["release", "core"],
  ["borrow", "core"],
  ["alloc-block", "blocks"],
  ["alloc-range", "regions"],
];

/** The blind spots of a run. */
export function blindSpots(seen: Seen): BlindSpot[] {
  const { scope, notOffered, namesNoOwner, wholeSizes, stepped, evidence = [] } = seen;
  const { modules, owners, slices } = scope;
  const windows = evidence.flatMap((each) => (each.kind === "windows" ? each.seen : []));
  const sampled = evidence.flatMap((each) => (each.kind === "sampled" ? [each.frames] : []));
  const frames = Math.max(scope.frames, ...sampled);
  const pool = Math.max(frames, ...windows.map((window) => window.pool));
  const crosses = (bits: number) =>
    frames > bits || windows.some((window) => crossesMultiple(window, scope.frames, bits));
  const widths = WORD_BITS.filter((bits) => !crosses(bits));
  const offers = (kind: CommandKind) => !notOffered.includes(kind);
  const takesBlocks = modules.includes("blocks") && offers("alloc-block");
  const takesRanges = OF_RANGES.some(([kind, module]) => modules.includes(module) && offers(kind));
  return [
    ...(stepped === true ? [{ kind: "cpus", above: boundIn(scope, "cpus") } as const] : []),
    ...(widths.length > 0 ? [{ kind: "words", widths } as const] : []),
    ...(takesRanges ? [{ kind: "runs", above: frames } as const] : []),
    ...(takesBlocks ? [{ kind: "orders", above: Math.floor(Math.log2(frames)) } as const] : []),
    ...(takesBlocks && !modules.includes("foreign") ? [{ kind: "sizes" } as const] : []),
    ...(takesBlocks && wholeSizes === true ? [{ kind: "rounding" } as const] : []),
    { kind: "pools", above: pool },
    ...(offers("reserve") && namesNoOwner !== true ? [{ kind: "owners", above: owners } as const] : []),
    ...(modules.includes("shares") && offers("share")
      ? [{ kind: "sharers", above: boundIn(scope, "sharers") } as const]
      : []),
    ...(offers("borrow") ? [{ kind: "slices", above: slices } as const] : []),
  ];
}

/** Whether two frames of a window lie in two words of so many bits. */
export function crossesMultiple({ at }: Window, frames: number, bits: number): boolean {
  return Math.floor(at / bits) !== Math.floor((at + frames - 1) / bits);
}
