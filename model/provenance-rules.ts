/**
 * The provenance rules: when bytes that were handed out as a slice may be given back, and to whom.
 *
 * They stand above the tables: each names the rules that make it up, by their keys. Facts about them (traces,
 * backstops, who enforces them) come from runs. A row is all it takes to add one.
 */
import type { CommandKind } from "./words/commands.js";

/** One provenance rule. */
export interface ProvenanceRule {
  /** `R1` to `R15`. */
  readonly id: string;
  readonly name: string;
  /** What it demands, in one sentence. */
  readonly statement: string;
  readonly because: string;
  /** Where the reason is written down by others. */
  readonly source: string;
  /**
   * The rules that make it up; none where it is not checked. Mostly reasons, such as `release/live-slice`;
   * what a command does is held by a clause (`handles-lapse`) or by the property that compares it.
   */
  readonly keys: readonly string[];
  /** The rules that are its form where an initrd is given back, and the files that were unpacked from it. */
  readonly inABoot?: readonly string[];
  /** The commands without which an allocator cannot show it. */
  readonly commands: readonly CommandKind[];
  /** Whether it takes frames of several units. */
  readonly units?: true;
  /** What in the sound allocators keeps it. */
  readonly enforcedBy: string;
  /** What the checker sees where it is broken. */
  readonly seenAs: string;
}

const RUST_REFERENCE = "the Rust reference, behavior considered undefined: dangling references";
const STD_PTR = "std::ptr, provenance: a pointer is valid inside one allocation while that is live";
const CHERI = "CHERIvoke (MICRO 2019) and Cornucopia: freed memory waits in quarantine until a sweep";

/** The provenance rules in their order. */
export const PROVENANCE_RULES: readonly ProvenanceRule[] = [
  {
    id: "R1",
    name: "Release needs no overlap with a live slice",
    statement: "A range is released only while no live slice shares a frame with it.",
    because: "the frames are handed out again while someone still reads them as the bytes they were",
    source: RUST_REFERENCE,
    keys: ["release/live-slice"],
    inABoot: ["free-initrd/unread", "free-initrd/live-slice", "switch-root-spares-used", "used-files-kept"],
    commands: ["release"],
    enforcedBy: "a list of live slices, each with its range, that release looks through before it acts",
    seenAs: "a release that is accepted although a slice overlaps it; later a frame free under a live slice",
  },
  {
    id: "R2",
    name: "Derivation keeps root and range",
    statement: "A slice made from a slice lies inside it, and keeps the reservation alive by itself.",
    because: "the part that was split off is read long after the whole was dropped",
    source: STD_PTR,
    keys: ["derive/no-such-slice", "derive/outside-parent", "release/live-slice"],
    commands: ["derive"],
    enforcedBy:
      "the parent is looked up among the slices, and a sub-slice is put on the same list as any other",
    seenAs:
      "a sub-slice that is granted without a parent or beyond it, or a release under one whose parent is gone",
  },
  {
    id: "R3",
    name: "A stash extends life",
    statement:
      "A slice that is stored is live until it is dropped on purpose; the end of a call ends the others.",
    because: "a driver or a file system that kept the reference reads through it after the call returned",
    source: RUST_REFERENCE,
    keys: ["release/stashed", "release/legal"],
    inABoot: ["free-initrd/live-slice"],
    commands: ["stash"],
    enforcedBy:
      "a list of its own for what is stashed, which the end of a call leaves alone and release looks through",
    seenAs: "a release that is accepted under a stashed slice, or refused for one that ended with its call",
  },
  {
    id: "R4",
    name: "A leak is for ever",
    statement: "A slice that is leaked is live in every later state, so its range is never released.",
    because: "whoever was told that the bytes stay for ever will never say that they may go",
    source: "std::mem::forget and Box::leak; retain_initrd of Linux",
    keys: ["release/leaked"],
    inABoot: ["free-initrd/retained"],
    commands: ["leak"],
    enforcedBy: "a mark on each frame of a leaked slice, which no command takes away",
    seenAs: "a release that is accepted over a frame of which a slice was leaked, however long ago",
  },
  {
    id: "R5",
    name: "Copying out does not borrow",
    statement:
      "Bytes that were copied to memory of another owner leave no slice of the range they came from.",
    because: "this is what makes an initrd releasable after it was unpacked, and one used in place not",
    source: "ramfs, rootfs and initramfs, of the documentation of Linux",
    keys: ["release/inserted", "release/legal"],
    inABoot: ["free-initrd/inserted", "show-file/not-reserved"],
    commands: ["copy", "insert"],
    enforcedBy: "copying notes nothing; inserting without a copy moves the slice to what a file shows",
    seenAs:
      "a release that is refused for the sake of a copy, or accepted under what a file shows without one",
  },
  {
    id: "R6",
    name: "Access",
    statement:
      "A read or write through a slice is legal while the slice is live and its frames are its owner's.",
    because: "this is where the harm is done; a release under a slice is the early sign of it",
    source: RUST_REFERENCE,
    keys: ["touch/stale-handle", "touch/no-such-handle", "hold/not-reserved", "borrow/not-reserved"],
    commands: ["touch"],
    enforcedBy:
      "slices and handles are held in slots, and every way to give a frame back marks those on it as stale",
    seenAs:
      "an access that is granted through a stale handle; under the contract `late`, which lets a release under slices pass, this is the only sign",
  },
  {
    id: "R7",
    name: "Epochs",
    statement: "Giving a frame away ends every slice of it for good, whoever has the same address later.",
    because: "an equal address does not make an old pointer valid again",
    source: STD_PTR,
    keys: ["free-handle/stale-handle", "touch/stale-handle", "handles-lapse"],
    commands: ["free-handle"],
    enforcedBy:
      "a mark that stays until the handle is forgotten, or a count for each frame that retires before it comes round",
    seenAs: "a free or an access that is granted through a handle from before, once its frame is taken again",
  },
  {
    id: "R8",
    name: "Release in part",
    statement:
      "Releasing part of a reservation leaves exactly the rest reserved, to be released exactly once.",
    because: "an image is given back piece by piece while the rest is still read",
    source: "free_reserved_area and free_initrd_mem of Linux",
    keys: ["observed-kind"],
    inABoot: ["release/image"],
    commands: ["release"],
    enforcedBy: "the holder is kept for each frame and not for the reservation as a whole",
    seenAs:
      "a frame beside the released range that is thought free, or thought taken when nobody can release it",
  },
  {
    id: "R9",
    name: "Rounding",
    statement: "A frame that holds bytes of two reservations is released when both are.",
    because: "reservations are given in bytes and released in frames, and two may meet in one frame",
    source: "free_bootmem rounds inward, reserve_bootmem outward: mm/bootmem.c of Linux",
    keys: ["observed-kind"],
    inABoot: ["free-initrd/edge-frames"],
    commands: ["release"],
    units: true,
    enforcedBy:
      "the holder is kept for units finer than a frame, and a frame is handed out when all of its units are free",
    seenAs:
      "a unit of the neighbour that is thought free, or one at the edge that stays taken after its release",
  },
  {
    id: "R10",
    name: "Release exactly once, by the holder",
    statement: "A range is released only while all of it is reserved by the owner that releases it.",
    because: "only the holder knows when its bytes are no longer needed, and what is free is not freed again",
    source: "std::alloc::dealloc: the block must be currently allocated by this allocator",
    keys: ["release/not-reserved", "release/foreign-owner", "reserve/overlaps-reserved"],
    inABoot: ["free-initrd/absent", "free-initrd/not-reserved", "free-initrd/already-free"],
    commands: ["release"],
    enforcedBy:
      "the number of the owner, one for each frame, set once and compared for every frame of the range",
    seenAs:
      "a release that is accepted for what is free, allocated or another's, or a second holder of a frame",
  },
  {
    id: "R11",
    name: "Protected ranges",
    statement: "A release leaves out what has another purpose: the kernel, its metadata, a crash kernel.",
    because: "what lies inside the range by accident is not the releaser's to give",
    source: "keep_initrd and crashkernel in init/initramfs.c of Linux",
    keys: ["release-spares-protected", "protected-kept", "observed-contents"],
    inABoot: ["free-initrd-spares-crashkernel", "crashkernel-kept"],
    commands: ["protect", "release"],
    enforcedBy: "a mark on each protected frame that a release passes over, frame by frame",
    seenAs: "a protected frame that is free after a release around it, or that no longer holds what it held",
  },
  {
    id: "R12",
    name: "No writer while borrowed",
    statement: "While a slice is live nothing writes its frames: no allocation, no zeroing, no poison.",
    because: "whoever reads through a shared slice may take its bytes for constant",
    source: RUST_REFERENCE,
    keys: ["load/live-slice", "poison/live-slice", "observed-contents"],
    commands: ["load", "poison"],
    enforcedBy: "whoever would overwrite frames looks through the list of live slices before",
    seenAs:
      "a load or a poison that is accepted under a slice, or frames that hold something else than they should",
  },
  {
    id: "R13",
    name: "Order of publication",
    statement: "The drop of a slice happens before the release, and the release before the next allocation.",
    because: "on two processors, the last read may otherwise come after the first write of the next holder",
    source: "the C++ and Rust memory model: happens-before",
    keys: ["frame-given-up", "frame-not-cleared"],
    commands: ["drop", "release"],
    enforcedBy:
      "whoever gives a frame up, or ends a slice, reads, poisons and clears it before and not after",
    seenAs:
      "among several CPUs: an access to a frame by the command that has given it up, when by the answers since it is another's",
  },
  {
    id: "R14",
    name: "Round trip through an integer",
    statement:
      "An address kept as a number borrows nothing; to use it again, the range must be reserved still.",
    because: "a boot argument is a number, and by the time it is used the frames may be somebody else's",
    source: "std::ptr::with_exposed_provenance",
    keys: ["touch/stale-handle", "expose/not-reserved"],
    commands: ["expose", "touch"],
    enforcedBy: "an address is held in a slot as a slice is: a release passes it by and makes it stale",
    seenAs: "an access that is granted through an address whose range was released since",
  },
  {
    id: "R15",
    name: "Quarantine",
    statement: "A released frame is handed out again only after a sweep has found no slice of it.",
    because: "a use after release then reads what was released, and never what is another's",
    source: CHERI,
    keys: ["alloc/clean-frame", "alloc-handle/clean-frame", "alloc-raw/clean-frame"],
    commands: ["sweep"],
    enforcedBy:
      "whoever looks for a free frame passes over those that a stale handle in some slot still names",
    seenAs: "a frame that is handed out while a handle from before is held on it",
  },
];

/** Whether the rule with this key is part of a provenance rule, by itself or as its form in a boot. */
export function isPartOf(key: string, { keys, inABoot = [] }: ProvenanceRule): boolean {
  return keys.includes(key) || inABoot.includes(key);
}
