/**
 * The dictionary of commands: one line a command, with the method of an allocator that takes it and what it
 * is given (`commands.ts` has what follows from that).
 */
import type { ParameterName } from "./parameters.js";

/**
 * What the answer to a command names, and what its count counts; `null` where the answer names nothing.
 * `edges` is which edge frames of an image: 1 the first, 2 the last, 3 both, 0 neither.
 */
export type Answered = "frame" | "unit" | "edges" | null;

function takes<const M extends string, const P extends readonly ParameterName[]>(method: M, ...names: P) {
  return { method, names, answers: null as Answered };
}

function answers<const M extends string, const P extends readonly ParameterName[]>(
  what: NonNullable<Answered>,
  method: M,
  ...names: P
) {
  return { method, names, answers: what as Answered };
}

/** The commands of the core. */
export const CORE_COMMANDS = {
  reserve: takes("reserve", "range", "owner"),
  release: takes("release", "range", "owner"),
  borrow: takes("borrow", "range"),
  drop: takes("drop", "range"),
  alloc: answers("frame", "alloc"),
  free: takes("free", "frame"),
} as const;

/** Several frames at once, and the end of boot: the modules `blocks` and `phases`. */
const BLOCK_COMMANDS = {
  // blocks
  "alloc-block": answers("frame", "allocBlock", "count", "align"),
  "free-block": takes("freeBlock", "range"),
  // phases
  "end-boot": takes("endBoot"),
} as const;

/** What a boot allocator is asked, which knows memory as regions. */
export const REGION_COMMANDS = {
  // regions
  add: takes("addRange", "range", "node"),
  remove: takes("removeRange", "range"),
  "alloc-range": answers("unit", "allocRange", "count", "align", "window", "node", "search"),
  "set-direction": takes("setDirection", "bottomUp"),
  // limits
  "set-limit": takes("setLimit", "limit"),
  "enforce-limit": takes("enforceLimit", "limit"),
  cap: takes("capRange", "range"),
  "limit-map": takes("limitMap", "limit"),
  trim: takes("trimRegions", "align"),
  // nodes
  "set-node": takes("setNode", "range", "node"),
  // flags
  mark: takes("markRange", "range", "flag"),
  clear: takes("clearMark", "range", "flag"),
  // growth
  "allow-resize": takes("allowResize"),
} as const;

/** What concerns who may still touch bytes. */
const PROVENANCE_COMMANDS = {
  // provenance
  derive: takes("deriveSlice", "from", "range"),
  stash: takes("stashSlice", "range"),
  unstash: takes("unstashSlice", "range"),
  leak: takes("leakSlice", "range"),
  insert: takes("insertSlice", "range"),
  evict: takes("evictSlice", "range"),
  copy: takes("copyOut", "range"),
  return: takes("endCall"),
  // protected
  protect: takes("protectRange", "range"),
  // handles
  "alloc-handle": answers("frame", "allocHandle"),
  hold: takes("holdSlice", "range"),
  expose: takes("exposeAddress", "range"),
  touch: takes("touchHandle", "slot"),
  "free-handle": takes("freeHandle", "slot"),
  forget: takes("forgetHandle", "slot"),
  // quarantine
  sweep: takes("sweepHandles"),
  // contents
  "alloc-raw": answers("frame", "allocRaw"),
  load: takes("loadRange", "range"),
  write: takes("writeFrame", "frame"),
  poison: takes("poisonRange", "range"),
} as const;

/** What becomes of an initrd: the module `boot`. */
const INITRD_COMMANDS = {
  "place-initrd": takes("placeInitrd", "image"),
  "retain-initrd": takes("retainInitrd"),
  "reserve-crashkernel": takes("reserveCrashkernel", "range"),
  "reserve-initrd": takes("reserveInitrd"),
  "unpack-initrd": takes("unpackInitrd"),
  "end-unpack": takes("endUnpack", "how"),
  "free-initrd": answers("edges", "freeInitrd"),
} as const;

/** Blocks that shrink and grow. */
const SIZE_COMMANDS = {
  // resizing
  resize: takes("resizeBlock", "range", "to"),
  realloc: answers("frame", "reallocBlock", "range", "to"),
} as const;

/** The files of rootfs, until the root is another. */
const FILE_COMMANDS = {
  // rootfs
  "create-file": takes("createFile", "frame"),
  "show-file": takes("showFile", "frame"),
  "open-file": takes("openFile", "frame"),
  "close-file": takes("closeFile", "frame"),
  "attach-loop": takes("attachLoop", "frame"),
  "detach-loop": takes("detachLoop", "frame"),
  "mount-over": takes("mountOver", "frame"),
  unmount: takes("unmountFrom", "frame"),
  "switch-root": takes("switchRoot"),
} as const;

/** Frames with several holders, and what an allocator does for itself. */
const OWN_COMMANDS = {
  // shares
  share: takes("shareFrame", "frame"),
  // chores
  neutral: takes("neutral", "chore"),
  // settling
  settle: takes("settle"),
} as const;

/** Frames of several zones. */
const ZONE_COMMANDS = {
  // zones
  "alloc-zone": answers("frame", "allocZone", "zone"),
} as const;

/**
 * What a client can ask of an allocator; the order is the order in which the search tries them. The methods
 * have names that a class is not likely to have for itself: one that is there is taken as offered.
 */
export const COMMANDS = {
  ...CORE_COMMANDS,
  ...BLOCK_COMMANDS,
  ...REGION_COMMANDS,
  ...PROVENANCE_COMMANDS,
  ...INITRD_COMMANDS,
  ...OWN_COMMANDS,
  ...SIZE_COMMANDS,
  ...ZONE_COMMANDS,
  ...FILE_COMMANDS,
} as const;
