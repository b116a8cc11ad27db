/**
 * The dictionary of commands: one line a command, with the method of an allocator that takes it, what it is
 * to the memory it names (`roles.ts`), and what it is given (`commands.ts` has what follows from that).
 */
import type { ParameterName } from "./parameters.js";

/**
 * What the answer to a command names, and what its count counts; `null` where the answer names nothing.
 * `edges` is which edge frames of an image: 1 the first, 2 the last, 3 both, 0 neither.
 */
export type Answered = "frame" | "unit" | "edges" | null;

/**
 * The roles, each with what it means. A command has none where it names no memory, a slice or a part of an
 * initrd, which lie in reserved memory, or a frame that is allocated, or a file, or else not tried.
 */
export const ROLE_MEANINGS = {
  "takes-frame": "answers a frame, which is then allocated",
  "takes-block": "answers the first of several frames, which are then allocated",
  "takes-range": "reserves the memory it names",
  "takes-place": "reserves memory wherever there is some",
  "gives-allocated": "gives back allocated memory, which it names",
  "gives-handle": "gives back allocated memory, of which it names a handle",
  "gives-reserved": "gives back reserved memory, which it names",
  resizes: "gives back a part of allocated memory, which it names, or takes more",
  "gives-image": "gives back reserved memory that it knows of by itself",
  "uses-allocated": "writes allocated memory, which it names",
  "uses-reserved": "reads, writes or keeps reserved memory, which it names",
  adds: "makes what it names memory",
  removes: "makes the memory it names none",
  cuts: "makes memory none that lies outside what it names",
  describes: "says something of the memory it names, whoever has it",
} as const;
export type Role = keyof typeof ROLE_MEANINGS;

type Names = readonly ParameterName[];

function takes<const M extends string, const R extends Role | null, const P extends Names>(
  method: M,
  role: R,
  ...names: P
) {
  return { method, role, names, answers: null as Answered };
}

function answers<const M extends string, const R extends Role | null, const P extends Names>(
  what: NonNullable<Answered>,
  method: M,
  role: R,
  ...names: P
) {
  return { method, role, names, answers: what as Answered };
}

/** The commands of the core. */
export const CORE_COMMANDS = {
  reserve: takes("reserve", "takes-range", "range", "owner"),
  release: takes("release", "gives-reserved", "range", "owner"),
  borrow: takes("borrow", "uses-reserved", "range"),
  drop: takes("drop", null, "range"),
  alloc: answers("frame", "alloc", "takes-frame"),
  free: takes("free", "gives-allocated", "frame"),
} as const;

/** Several frames at once, and the end of boot: the modules `blocks` and `phases`. */
const BLOCK_COMMANDS = {
  // blocks
  "alloc-block": answers("frame", "allocBlock", "takes-block", "count", "align"),
  "free-block": takes("freeBlock", "gives-allocated", "range"),
  // phases
  "end-boot": takes("endBoot", null),
} as const;

/** What a boot allocator is asked, which knows memory as regions. */
export const REGION_COMMANDS = {
  // regions
  add: takes("addRange", "adds", "range", "node"),
  remove: takes("removeRange", "removes", "range"),
  "alloc-range": answers("unit", "allocRange", "takes-place", "count", "align", "window", "node", "search"),
  "set-direction": takes("setDirection", null, "bottomUp"),
  // limits
  "set-limit": takes("setLimit", null, "limit"),
  "enforce-limit": takes("enforceLimit", "cuts", "limit"),
  cap: takes("capRange", "cuts", "range"),
  "limit-map": takes("limitMap", "cuts", "limit"),
  trim: takes("trimRegions", "cuts", "align"),
  // nodes
  "set-node": takes("setNode", "describes", "range", "node"),
  // flags
  mark: takes("markRange", "describes", "range", "flag"),
  clear: takes("clearMark", "describes", "range", "flag"),
  // growth
  "allow-resize": takes("allowResize", null),
} as const;

/** What concerns who may still touch bytes. */
const PROVENANCE_COMMANDS = {
  // provenance
  derive: takes("deriveSlice", null, "from", "range"),
  stash: takes("stashSlice", null, "range"),
  unstash: takes("unstashSlice", null, "range"),
  leak: takes("leakSlice", null, "range"),
  insert: takes("insertSlice", null, "range"),
  evict: takes("evictSlice", null, "range"),
  copy: takes("copyOut", null, "range"),
  return: takes("endCall", null),
  // protected
  protect: takes("protectRange", "uses-reserved", "range"),
  // handles
  "alloc-handle": answers("frame", "allocHandle", "takes-frame"),
  hold: takes("holdSlice", "uses-reserved", "range"),
  expose: takes("exposeAddress", "uses-reserved", "range"),
  touch: takes("touchHandle", null, "slot"),
  "free-handle": takes("freeHandle", "gives-handle", "slot"),
  forget: takes("forgetHandle", null, "slot"),
  // quarantine
  sweep: takes("sweepHandles", null),
  // contents
  "alloc-raw": answers("frame", "allocRaw", "takes-frame"),
  load: takes("loadRange", "uses-reserved", "range"),
  write: takes("writeFrame", "uses-allocated", "frame"),
  poison: takes("poisonRange", "uses-reserved", "range"),
} as const;

/** What becomes of an initrd: the module `boot`. */
const INITRD_COMMANDS = {
  "place-initrd": takes("placeInitrd", null, "image"),
  "retain-initrd": takes("retainInitrd", null),
  "reserve-crashkernel": takes("reserveCrashkernel", "takes-range", "range"),
  "reserve-initrd": takes("reserveInitrd", null),
  "unpack-initrd": takes("unpackInitrd", null),
  "end-unpack": takes("endUnpack", null, "how"),
  "free-initrd": answers("edges", "freeInitrd", "gives-image"),
} as const;

/** Blocks that shrink and grow. */
const SIZE_COMMANDS = {
  // resizing
  resize: takes("resizeBlock", "resizes", "range", "to"),
  realloc: answers("frame", "reallocBlock", "resizes", "range", "to"),
} as const;

/** The files of rootfs, until the root is another. */
const FILE_COMMANDS = {
  // rootfs
  "create-file": takes("createFile", null, "frame"),
  "show-file": takes("showFile", null, "frame"),
  "open-file": takes("openFile", null, "frame"),
  "close-file": takes("closeFile", "gives-image", "frame"),
  "attach-loop": takes("attachLoop", null, "frame"),
  "detach-loop": takes("detachLoop", "gives-image", "frame"),
  "mount-over": takes("mountOver", null, "frame"),
  unmount: takes("unmountFrom", null, "frame"),
  "switch-root": takes("switchRoot", "gives-image"),
} as const;

/** Frames with several holders, and what an allocator does for itself. */
const OWN_COMMANDS = {
  // shares
  share: takes("shareFrame", null, "frame"),
  // chores
  neutral: takes("neutral", null, "chore"),
  // settling
  settle: takes("settle", null),
} as const;

/** Frames of several zones. */
const ZONE_COMMANDS = {
  // zones
  "alloc-zone": answers("frame", "allocZone", "takes-frame", "zone"),
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
