/**
 * The words everything else is written in: frames, ranges, commands, reasons and answers.
 *
 * A **frame** is a page frame, numbered from 0. A **range** is a run of frames. An **owner**,
 * numbered from 1, is who a reservation belongs to. A **slice** is a live borrow of reserved frames.
 */
import { PROVENANCE_KINDS, type ProvenanceCommand } from "./provenance-commands.js";

export { CONTENTS } from "./provenance-commands.js";

/** A run of `count` frames (at least 1) that begins at frame `start`. */
export interface FrameRange {
  readonly start: number;
  readonly count: number;
}

/** The commands of the core. */
export const CORE_KINDS = ["reserve", "release", "borrow", "drop", "alloc", "free"] as const;

/** The commands that an ordinary class can have (`from-object.ts`): those that name a place or a shape. */
export const OBJECT_KINDS = [...CORE_KINDS, "alloc-block", "free-block", "end-boot"] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** The commands of a boot allocator, which knows memory as regions. */
export const REGION_KINDS = [
  "add",
  "remove",
  "alloc-range",
  "set-direction",
  "set-limit",
  "enforce-limit",
  "cap",
  "limit-map",
  "trim",
  "set-node",
  "mark",
  "clear",
  "allow-resize",
] as const;

/** What a client can ask of an allocator; the order is the order in which the search tries them. */
export const COMMAND_KINDS = [...OBJECT_KINDS, ...REGION_KINDS, ...PROVENANCE_KINDS] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];

/** What a range of memory can be marked as, each with its bit. */
export const FLAG_BITS = { hotplug: 1, mirror: 2, nomap: 4 } as const;
export type Flag = keyof typeof FLAG_BITS;

/**
 * How memory is looked for: by physical address, by virtual address (a lower bound is then dropped where
 * nothing lies above it), or by virtual address on one node alone. The index is what the method is given.
 */
export const SEARCHES = ["phys", "virt", "exact"] as const;
export type Search = (typeof SEARCHES)[number];

/**
 * One request with its arguments. A drop ends one slice of exactly that range. A block is a run of frames
 * allocated at once, its first frame a multiple of `align`. Where a scope has foreign arguments, a
 * range may be empty or lie outside the pool, and a start that is no whole number is an address
 * between two frames.
 */
export type Command =
  | { readonly kind: "reserve"; readonly range: FrameRange; readonly owner: number }
  | { readonly kind: "release"; readonly range: FrameRange; readonly owner: number }
  | { readonly kind: "borrow"; readonly range: FrameRange }
  | { readonly kind: "drop"; readonly range: FrameRange }
  | { readonly kind: "alloc" }
  | { readonly kind: "free"; readonly frame: number }
  | { readonly kind: "alloc-block"; readonly count: number; readonly align: number }
  | { readonly kind: "free-block"; readonly range: FrameRange }
  | { readonly kind: "end-boot" }
  | RegionCommand
  | ProvenanceCommand;

/**
 * A request about memory as regions, counted in units. Node 0 is none, or any where one is asked for; a
 * window of `null` is whatever is accessible, and a limit of 0 none.
 */
export type RegionCommand =
  | { readonly kind: "add"; readonly range: FrameRange; readonly node: number }
  | { readonly kind: "remove"; readonly range: FrameRange }
  | {
      readonly kind: "alloc-range";
      readonly count: number;
      readonly align: number;
      readonly window: FrameRange | null;
      readonly node: number;
      readonly search: Search;
    }
  | { readonly kind: "set-direction"; readonly bottomUp: boolean }
  | { readonly kind: "set-limit"; readonly limit: number }
  | { readonly kind: "enforce-limit"; readonly limit: number }
  | { readonly kind: "cap"; readonly range: FrameRange }
  | { readonly kind: "limit-map"; readonly limit: number }
  | { readonly kind: "trim"; readonly align: number }
  | { readonly kind: "set-node"; readonly range: FrameRange; readonly node: number }
  | { readonly kind: "mark"; readonly range: FrameRange; readonly flag: Flag }
  | { readonly kind: "clear"; readonly range: FrameRange; readonly flag: Flag }
  | { readonly kind: "allow-resize" };

/** The command of one kind. */
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;
export type CoreCommand = CommandOf<(typeof CORE_KINDS)[number]>;

/**
 * What an allocator answers to refuse a command: the negative code of its reason, or `REFUSED`
 * where it does not say why. Any answer of 0 or more accepts; `alloc` answers its frame, `alloc-block` its
 * first frame.
 */
export const reasons = {
  REFUSED: -1,
  OVERLAPS_RESERVED: -2,
  OVERLAPS_ALLOCATED: -3,
  NOT_RESERVED: -4,
  FOREIGN_OWNER: -5,
  LIVE_SLICE: -6,
  MIXED_OWNERS: -7,
  NO_SUCH_SLICE: -8,
  EXHAUSTED: -9,
  ALREADY_FREE: -10,
  RESERVED: -11,
  INTERIOR: -12,
  PARTIAL: -13,
  FOREIGN_BLOCK: -14,
  BOOT_OVER: -15,
  EMPTY: -16,
  OUT_OF_RANGE: -17,
  MISALIGNED: -18,
  ABSENT: -19,
  PRESENT: -20,
  METADATA: -21,
  BOOT: -22,
  OUTSIDE_PARENT: -23,
  STASHED: -24,
  LEAKED: -25,
  INSERTED: -26,
  NO_SUCH_HANDLE: -27,
  STALE_HANDLE: -28,
} as const;

/**
 * The names of the reasons, as they appear in rules, reports and traces. At most 30: with `REFUSED` before
 * them, each is a bit of one word (`explore/systems/verdict-table.ts`).
 */
export const REASON_IDS = [
  "overlaps-reserved",
  "overlaps-allocated",
  "not-reserved",
  "foreign-owner",
  "live-slice",
  "mixed-owners",
  "no-such-slice",
  "exhausted",
  "already-free",
  "reserved",
  "interior",
  "partial",
  "foreign-block",
  "boot-over",
  "empty",
  "out-of-range",
  "misaligned",
  "absent",
  "present",
  "metadata",
  "boot",
  "outside-parent",
  "stashed",
  "leaked",
  "inserted",
  "no-such-handle",
  "stale-handle",
] as const;
export type ReasonId = (typeof REASON_IDS)[number];

/** The code (negative) an allocator answers for a reason. */
export function codeOf(reason: ReasonId): number {
  return -2 - REASON_IDS.indexOf(reason);
}

/** The reason a refusing answer names; `undefined` for `REFUSED` and for codes of no reason. */
export function reasonOf(answer: number): ReasonId | undefined {
  return REASON_IDS[-2 - answer];
}

/**
 * What an allocator can say about one frame in `observe`: `FREE`, an owner's number (1 and up),
 * `ALLOCATED`, or less: `TAKEN` (reserved or allocated) and `UNKNOWN` (no opinion). Where memory comes and
 * goes a unit can be `ABSENT` (no memory, and nobody holds it) or `METADATA` (the allocator's own array).
 */
export const FREE = 0;
export const METADATA = 250;
export const ABSENT = 251;
export const UNKNOWN = 253;
export const TAKEN = 254;
export const ALLOCATED = 255;
