/** What most kernels leave to their callers, and what an allocation that fails may leave behind. */

import type { CommandKind } from "../words/commands.js";
import { kindsWith, TAKING_ANY } from "../words/roles.js";
import type { Contract, ContractPromise } from "./named.js";
import { all, type Promises, trusts } from "./promises.js";

/** How a command speaks of a range that the pool does not have, or of none. */
const SHAPES = ["out-of-range", "misaligned"] as const;

const GIVEN: Promises = {
  ...all(
    ["free", "free-block", "resize", "realloc"],
    ["already-free", "reserved", "interior", "absent", "metadata", ...SHAPES],
    trusts("who frees was handed just that by an allocation, and frees it once"),
  ),
  ...all(
    ["free-block", "resize", "realloc"],
    ["partial", "foreign-block", "empty"],
    trusts("a block is named whole, as it was allocated"),
  ),
  ...all(
    ["release"],
    ["not-reserved", "foreign-owner", "already-free", "metadata", "empty", ...SHAPES],
    trusts("who releases a range has reserved it, and releases it once"),
  ),
  ...all(
    ["drop"],
    ["no-such-slice", "empty", ...SHAPES],
    trusts("who ends a slice has begun it, and ends it once"),
  ),
};

const FULL: Promises = all(kindsWith("takes-frame", "takes-block", "resizes"), ["exhausted"], {
  kind: "must-refuse",
  mayWrite: "what a search in vain has learned may be kept: a hint, a mark, a counter",
});

/** What is given back is trusted. A release of reserved frames under a live slice is refused all the same. */
export const TRUSTED: Contract = {
  id: "trusted",
  summary: "strict, but callers give back only what they were given, as it was given: it is not looked at",
  promises: GIVEN,
  mayRefuse: {},
};

/** An allocation that fails must fail, but need not leave the bytes alone. */
export const LEARNS: Contract = {
  id: "learns",
  summary: "strict, but an allocation refused for want of room may change hints, marks and counters",
  promises: FULL,
  mayRefuse: {},
};

/** Both. */
export const KERNEL: Contract = {
  id: "kernel",
  summary: "trusted and learns: what most page allocators in kernels promise",
  promises: { ...GIVEN, ...FULL },
  mayRefuse: {},
};

const WAITS =
  "what was given back may wait in a cache, a list of lazy frees or a quarantine until it is settled";

function whatTakes(because: string): { readonly [K in CommandKind]?: string } {
  return Object.fromEntries(kindsWith(...TAKING_ANY).map((kind) => [kind, because]));
}

/** Frames that come back wait, and are found again after `settle` at the latest. */
export const LAZY: Contract = {
  id: "lazy",
  summary: "strict, but what was given back need not be found again before the next settle",
  promises: {},
  mayRefuse: whatTakes(WAITS),
  leaveWith: "settling",
  leaveWhile: "unsettled-frees",
};

/** A cache also takes frames in advance, of which it alone hands out. */
export const BATCHED: Contract = {
  id: "batched",
  summary: "lazy, and a cache that is filled by an allocation keeps frames from others until the next settle",
  promises: {},
  mayRefuse: whatTakes("what a cache took in advance, or got back, is in no other until it is settled"),
  leaveWith: "settling",
  leaveWhile: "unsettled",
};

/** A count of holders has a width, and who is refused copies the page. */
export const COUNTED: Contract = {
  id: "counted",
  summary: "strict, but a frame with as many holders as the allocator can count need not be shared once more",
  promises: {},
  mayRefuse: { share: "the counter of the frame is full" },
};

const REST = "a rest too small for a header and a unit goes with the block before it";

/** Blocks with a header, of which what is left over may be too small to be one. */
export const RESTS: Contract = {
  id: "rests",
  summary:
    "strict, but a block need not be found that fits only with a rest too small for a header and a unit",
  promises: {},
  mayRefuse: { "alloc-block": REST, realloc: REST },
  leaveWhile: "rests",
};

const CLASS = "lists of size classes look only into those of which every block is large enough";

/** Blocks in lists by their size: TLSF and other segregated fits, a power of two or a part of one a list. */
export const CLASSES: Contract = {
  id: "classes",
  summary: "strict, but a block need be found only in a free run as long as the next power of two",
  promises: {},
  mayRefuse: { "alloc-block": CLASS, realloc: CLASS },
  leaveWhile: "classes",
};

/** What moves in one direction, and comes back to the begin: a bump pointer, a ring, a stack. */
export const ARENA: Contract = {
  id: "arena",
  summary: "strict, but what was given back need not be found again before all that was allocated is",
  promises: {},
  mayRefuse: whatTakes("a pointer that only moves on finds nothing behind it until all is given back"),
  leaveWhile: "allocated",
};

/** A list or a tree of reservations, in which each is found again as it was put there. */
export const WHOLE: Contract = {
  id: "whole",
  summary:
    "strict, but a release may be refused: only what was reserved as one is released, and which that was is not known",
  promises: {},
  mayRefuse: { release: "a reservation is found by its range: parts of it, and two at once, are none" },
};

const PARTS: ContractPromise = {
  kind: "instead",
  effect: "free-the-range",
  because: "a bit a frame knows of no blocks: whoever has frames gives back as many as they like",
};

/** A bitmap, or a list of free runs, that takes back any part of what is allocated. */
export const BY_FRAME: Contract = {
  id: "by-frame",
  summary: "strict, but any range of allocated frames may be freed, whatever blocks they were allocated as",
  promises: {
    "free-block/interior": PARTS,
    "free-block/partial": PARTS,
    "free-block/foreign-block": PARTS,
  },
  mayRefuse: {},
};

/** The same where nobody looks whether what is freed was allocated. */
export const KERNEL_BY_FRAME: Contract = {
  id: "kernel-by-frame",
  summary: "by-frame, whose callers free nothing but what they have; else as kernel",
  promises: { ...KERNEL.promises, ...BY_FRAME.promises },
  mayRefuse: {},
};

/** A count instead of slices: it says that somebody reads, and not what. */
export const PINNED: Contract = {
  id: "pinned",
  summary:
    "strict, but slices are a count: no release needs to succeed while one is alive, and drops are trusted",
  promises: {
    ...all(["borrow"], ["not-reserved", "mixed-owners"], trusts("who pins a range has reserved it")),
    ...all(
      ["drop"],
      ["no-such-slice", "empty", ...SHAPES],
      trusts("a drop names no range: who unpins has pinned, and unpins once"),
    ),
  },
  mayRefuse: { release: "the count does not say which range is read" },
  leaveWhile: "slices-alive",
};

const BEGUN = "the checker keeps the slices: it begins one where all is reserved, and ends what it began";

/** An allocator that knows of no slices: it is asked whether its release is refused while one is alive. */
export const KEPT_SLICES: Contract = {
  id: "kept-slices",
  summary: "strict, but slices are kept by the checker, and the allocator is told of none",
  promises: {
    ...all(["borrow"], ["not-reserved", "mixed-owners", "empty", ...SHAPES], trusts(BEGUN)),
    ...all(["drop"], ["no-such-slice", "empty", ...SHAPES], trusts(BEGUN)),
  },
  mayRefuse: {},
  keepsSlices: true,
};

/** The guard stands in front of the allocator: whoever releases has looked. */
export const GUARDED: Contract = {
  id: "guarded",
  summary: "strict, but no caller releases a range while a slice of it is alive",
  promises: all(
    ["release"],
    ["live-slice", "stashed", "leaked", "inserted"],
    trusts("who releases a range has seen that no slice of it is alive"),
  ),
  mayRefuse: {},
};

const LOST = "another CPU was in the way, and the client tries again";

/** A command that meets with another may give up; on one CPU nothing is refused that is legal. */
export const CONTENDED: Contract = {
  id: "contended",
  summary:
    "trusted, but what is legal may be refused while a command of another CPU is under way: the client tries again",
  promises: GIVEN,
  mayRefuse: { reserve: LOST, release: LOST, borrow: LOST, drop: LOST, alloc: LOST, free: LOST },
  leaveWhile: "contended",
};
