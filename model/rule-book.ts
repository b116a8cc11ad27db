/**
 * The provenance rules: when bytes that were handed out as a slice may be given back, and to whom.
 *
 * They stand above the tables: each names the rules that make it up, by their keys. Facts about them (traces,
 * backstops, who enforces them) come from runs. A row is all it takes to add one.
 */

/** Whether a rule is held by rules of the tables, or not checked yet, and why. */
export type RuleStatus =
  | { readonly kind: "checked" }
  | { readonly kind: "not-checked"; readonly why: string };

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
  /** The rules of the tables that make it up, such as `release/live-slice`; none where it is not checked. */
  readonly keys: readonly string[];
  /** What in the sound allocators keeps it. */
  readonly enforcedBy: string;
  /** What the checker sees where it is broken. */
  readonly seenAs: string;
  readonly status: RuleStatus;
}

const RUST_REFERENCE = "the Rust reference, behavior considered undefined: dangling references";
const STD_PTR = "std::ptr, provenance: a pointer is valid inside one allocation while that is live";
const CHERI = "CHERIvoke (MICRO 2019) and Cornucopia: freed memory waits in quarantine until a sweep";

const CHECKED: RuleStatus = { kind: "checked" };

type Unchecked = Pick<ProvenanceRule, "id" | "name" | "statement" | "because" | "source"> & {
  readonly why: string;
};

/** A rule that no table holds yet. */
function unchecked({ why, ...rule }: Unchecked): ProvenanceRule {
  return { ...rule, keys: [], enforcedBy: "", seenAs: "", status: { kind: "not-checked", why } };
}

const NO_DERIVATION = "the specification knows slices by their range; it has no tree of derived slices";
const NO_KINDS = "the specification has one kind of slice, which lives until it is dropped";
const NO_ACCESS = "the specification has no command that reads or writes through a slice";
const NO_EPOCHS = "the specification does not count how often a frame was given away";

/** The provenance rules in their order. */
export const PROVENANCE_RULES: readonly ProvenanceRule[] = [
  {
    id: "R1",
    name: "Release needs no overlap with a live slice",
    statement: "A range is released only while no live slice shares a frame with it.",
    because: "the frames are handed out again while someone still reads them as the bytes they were",
    source: RUST_REFERENCE,
    keys: ["release/live-slice"],
    enforcedBy: "a list of live slices, each with its range, that release looks through before it acts",
    seenAs: "a release that is accepted although a slice overlaps it; later a frame free under a live slice",
    status: CHECKED,
  },
  unchecked({
    id: "R2",
    name: "Derivation keeps root and range",
    statement: "A slice made from a slice lies inside it, and keeps the reservation alive by itself.",
    because: "the part that was split off is read long after the whole was dropped",
    source: STD_PTR,
    why: NO_DERIVATION,
  }),
  unchecked({
    id: "R3",
    name: "A stash extends life",
    statement:
      "A slice that is stored is live until it is dropped on purpose; the end of a call ends the others.",
    because: "a driver or a file system that kept the reference reads through it after the call returned",
    source: RUST_REFERENCE,
    why: NO_KINDS,
  }),
  unchecked({
    id: "R4",
    name: "A leak is for ever",
    statement: "A slice that is leaked is live in every later state, so its range is never released.",
    because: "whoever was told that the bytes stay for ever will never say that they may go",
    source: "std::mem::forget and Box::leak; retain_initrd of Linux",
    why: NO_KINDS,
  }),
  unchecked({
    id: "R5",
    name: "Copying out does not borrow",
    statement:
      "Bytes that were copied to memory of another owner leave no slice of the range they came from.",
    because: "this is what makes an initrd releasable after it was unpacked, and one used in place not",
    source: "ramfs, rootfs and initramfs, of the documentation of Linux",
    why: NO_KINDS,
  }),
  unchecked({
    id: "R6",
    name: "Access",
    statement:
      "A read or write through a slice is legal while the slice is live and its frames are its owner's.",
    because: "this is where the harm is done; a release under a slice is the early sign of it",
    source: RUST_REFERENCE,
    why: NO_ACCESS,
  }),
  unchecked({
    id: "R7",
    name: "Epochs",
    statement: "Giving a frame away ends every slice of it for good, whoever has the same address later.",
    because: "an equal address does not make an old pointer valid again",
    source: STD_PTR,
    why: NO_EPOCHS,
  }),
  unchecked({
    id: "R8",
    name: "Release in part",
    statement:
      "Releasing part of a reservation leaves exactly the rest reserved, to be released exactly once.",
    because: "an image is given back piece by piece while the rest is still read",
    source: "free_reserved_area and free_initrd_mem of Linux",
    why: "what a release in part leaves is compared in every state, but no faulty version shows it by itself",
  }),
  unchecked({
    id: "R9",
    name: "Rounding",
    statement: "A frame that holds bytes of two reservations is released when both are.",
    because: "reservations are given in bytes and released in frames, and two may meet in one frame",
    source: "free_bootmem rounds inward, reserve_bootmem outward: mm/bootmem.c of Linux",
    why: "the specification gives a frame to one owner; reservations of bytes are rounded before they meet it",
  }),
  {
    id: "R10",
    name: "Release exactly once, by the holder",
    statement: "A range is released only while all of it is reserved by the owner that releases it.",
    because: "only the holder knows when its bytes are no longer needed, and what is free is not freed again",
    source: "std::alloc::dealloc: the block must be currently allocated by this allocator",
    keys: ["release/not-reserved", "release/foreign-owner"],
    enforcedBy: "the number of the owner, kept for each frame and compared for every frame of the range",
    seenAs: "a release that is accepted for frames that are free, allocated, or reserved by another owner",
    status: CHECKED,
  },
  unchecked({
    id: "R11",
    name: "Protected ranges",
    statement: "A release leaves out what has another purpose: the kernel, its metadata, a crash kernel.",
    because: "what lies inside the range by accident is not the releaser's to give",
    source: "keep_initrd and crashkernel in init/initramfs.c of Linux",
    why: "the specification has no ranges that are protected from their owner",
  }),
  unchecked({
    id: "R12",
    name: "No writer while borrowed",
    statement: "While a slice is live nothing writes its frames: no allocation, no zeroing, no poison.",
    because: "whoever reads through a shared slice may take its bytes for constant",
    source: RUST_REFERENCE,
    why: NO_ACCESS,
  }),
  unchecked({
    id: "R13",
    name: "Order of publication",
    statement: "The drop of a slice happens before the release, and the release before the next allocation.",
    because: "on two processors, the last read may otherwise come after the first write of the next holder",
    source: "the C++ and Rust memory model: happens-before",
    why: "it takes several clients whose commands interleave; one client's commands are in order",
  }),
  unchecked({
    id: "R14",
    name: "Round trip through an integer",
    statement:
      "An address kept as a number borrows nothing; to use it again, the range must be reserved still.",
    because: "a boot argument is a number, and by the time it is used the frames may be somebody else's",
    source: "std::ptr::with_exposed_provenance",
    why: NO_EPOCHS,
  }),
  unchecked({
    id: "R15",
    name: "Quarantine",
    statement: "A released frame is handed out again only after a sweep has found no slice of it.",
    because: "a use after release then reads what was released, and never what is another's",
    source: CHERI,
    why: "the specification has no frames that are released and not yet free",
  }),
];
