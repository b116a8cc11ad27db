/**
 * The commands about who may still touch bytes, as values: those of the modules `provenance`, `protected`,
 * `handles`, `quarantine` and `contents`. Their rules are in the files of those names.
 */
import type { FrameRange } from "./commands.js";

/** Their kinds, in the order of the modules. */
export const PROVENANCE_KINDS = [
  "derive",
  "stash",
  "unstash",
  "leak",
  "insert",
  "evict",
  "copy",
  "return",
  "protect",
  "alloc-handle",
  "hold",
  "expose",
  "touch",
  "free-handle",
  "forget",
  "sweep",
  "alloc-raw",
  "load",
  "write",
  "poison",
] as const;

/** Those that name a range and nothing else. */
export const OF_A_RANGE = [
  "stash",
  "unstash",
  "leak",
  "insert",
  "evict",
  "copy",
  "protect",
  "hold",
  "expose",
  "load",
  "poison",
] as const;

/** Those that name a slot, which is a place where a client keeps one handle: slots count from 0. */
export const OF_A_SLOT = ["free-handle", "touch", "forget"] as const;

/** Those that name nothing. */
export const OF_NOTHING = ["return", "alloc-handle", "sweep", "alloc-raw"] as const;

type Each<K extends string, Rest> = K extends string ? { readonly kind: K } & Rest : never;

/** One such command. A derive takes a sub-slice `range` from a slice of exactly the range `from`. */
export type ProvenanceCommand =
  | { readonly kind: "derive"; readonly from: FrameRange; readonly range: FrameRange }
  | { readonly kind: "write"; readonly frame: number }
  | Each<(typeof OF_A_RANGE)[number], { readonly range: FrameRange }>
  | Each<(typeof OF_A_SLOT)[number], { readonly slot: number }>
  | Each<(typeof OF_NOTHING)[number], unknown>;

/** The arguments of such a command as its method takes them. */
export function provenanceArguments(command: ProvenanceCommand): readonly number[] {
  switch (command.kind) {
    case "derive":
      return [command.from.start, command.from.count, command.range.start, command.range.count];
    case "write":
      return [command.frame];
    default:
      if ("range" in command) return [command.range.start, command.range.count];
      return "slot" in command ? [command.slot] : [];
  }
}

/** The methods an allocator has for them, and what it can say of what its frames hold. */
export interface ProvenanceMethods {
  /** Take a sub-slice from a slice of exactly the range `from`; it then lives on its own. */
  deriveSlice?(fromStart: number, fromCount: number, start: number, count: number): number;
  /** Keep one slice of exactly this range beyond the call that borrowed it. */
  stashSlice?(start: number, count: number): number;
  /** End one kept slice of exactly this range. */
  unstashSlice?(start: number, count: number): number;
  /** Keep one slice of exactly this range for ever. */
  leakSlice?(start: number, count: number): number;
  /** Let a file show the frames of one slice of exactly this range, without a copy. */
  insertSlice?(start: number, count: number): number;
  /** The file that shows exactly this range lets go of it. */
  evictSlice?(start: number, count: number): number;
  /** Copy the bytes of a slice of exactly this range out: nothing of it stays. */
  copyOut?(start: number, count: number): number;
  /** The call ends, and every slice that nobody kept ends with it. */
  endCall?(): number;
  /** Give frames a purpose of their own for good: a release no longer gives them back. */
  protectRange?(start: number, count: number): number;
  /** As `alloc`; the lowest empty slot holds the handle. */
  allocHandle?(): number;
  /** Take back the frame whose handle a slot holds. */
  freeHandle?(slot: number): number;
  /** Begin a slice of reserved frames that the lowest empty slot holds. */
  holdSlice?(start: number, count: number): number;
  /** Keep the address of reserved frames as a number in the lowest empty slot. */
  exposeAddress?(start: number, count: number): number;
  /** Read or write through what a slot holds. */
  touchHandle?(slot: number): number;
  /** Empty a slot, and end its slice where it holds one. */
  forgetHandle?(slot: number): number;
  /** Empty every slot whose handle is stale. */
  sweepHandles?(): number;
  /** As `alloc`, but what the frame holds does not matter. */
  allocRaw?(): number;
  /** Bytes arrive in reserved frames. */
  loadRange?(start: number, count: number): number;
  /** Whoever allocated a frame writes to it. */
  writeFrame?(frame: number): number;
  /** Overwrite reserved frames, so that a late reader is found out. */
  poisonRange?(start: number, count: number): number;
  /** What a frame holds, as `CONTENTS` numbers it. It must not change the state. */
  contentsOf?(frame: number): number;
}

/** The method of an allocator that takes each of them. */
export const PROVENANCE_METHODS = {
  derive: "deriveSlice",
  stash: "stashSlice",
  unstash: "unstashSlice",
  leak: "leakSlice",
  insert: "insertSlice",
  evict: "evictSlice",
  copy: "copyOut",
  return: "endCall",
  protect: "protectRange",
  "alloc-handle": "allocHandle",
  "free-handle": "freeHandle",
  hold: "holdSlice",
  expose: "exposeAddress",
  touch: "touchHandle",
  forget: "forgetHandle",
  sweep: "sweepHandles",
  "alloc-raw": "allocRaw",
  load: "loadRange",
  write: "writeFrame",
  poison: "poisonRange",
} as const satisfies Record<(typeof PROVENANCE_KINDS)[number], keyof ProvenanceMethods>;

/** What a frame can hold, as `contentsOf` answers it: anything else is no opinion. */
export const CONTENTS = {
  ZEROED: 0,
  KEPT: 1,
  POISONED: 2,
} as const;
