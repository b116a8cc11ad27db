/**
 * Frames and what one can be.
 *
 * A **frame** is a page frame, numbered from 0. A **range** is a run of frames. An **owner**, numbered from
 * 1, is who a reservation belongs to. A **slice** is a live borrow of reserved frames. Where a scope has
 * several **units** a frame, ranges count in units.
 */

/** A run of `count` frames (at least 1) that begins at frame `start`. */
export interface FrameRange {
  readonly start: number;
  readonly count: number;
}

/** The frames of a range (or its units, where it counts these), lowest first. */
export function framesOf({ start, count }: FrameRange): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
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

/** What a frame can hold, as `contentsOf` answers it: anything else is no opinion. */
export const CONTENTS = {
  ZEROED: 0,
  KEPT: 1,
  POISONED: 2,
} as const;

/** What a range of memory can be marked as, each with its bit. */
export const FLAG_BITS = { hotplug: 1, mirror: 2, nomap: 4 } as const;
export type Flag = keyof typeof FLAG_BITS;
/** The flags, in the order of their bits. */
export const FLAGS = Object.keys(FLAG_BITS) as readonly Flag[]; // they are its keys

/**
 * How memory is looked for: by physical address, by virtual address (a lower bound is then dropped where
 * nothing lies above it), or by virtual address on one node alone. The index is what the method is given.
 */
export const SEARCHES = ["phys", "virt", "exact"] as const;
export type Search = (typeof SEARCHES)[number];

/** How unpacking an image ends: in files, in nothing, or in one file with the packed bytes. */
export const UNPACKINGS = ["files", "failure", "image-file"] as const;
export type Unpacking = (typeof UNPACKINGS)[number];

/** Where the linear map of a 64-bit kernel begins (0xffff_0000_0000_0000), in frames of 4096 bytes. */
export const KERNEL_VIRTUAL = 0xf_fff0_0000_0000;
