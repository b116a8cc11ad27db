/** memblock as an allocator to check: what it promises, what it is asked, and in which scopes. */

import { MEMBLOCK } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { capacityOf, gridOf, type Scope, type ScopeOptions, unitsOf } from "../../model/words/scope.js";
import type { MemblockOptions } from "./layout.js";
import { Memblock } from "./memblock.js";
import { MemblockSocket } from "./socket.js";

/** Where memblock has an end, and somebody to hand memory over to. */
const handsOver = (_: unknown, { modules }: Scope) => modules.includes("hand-over");

/** The least a list can begin with. */
const LEAST_ENTRIES = 2;

/** What a scope makes of a memblock. Where nothing grows there is room for every entry there can be. */
function optionsIn(scope: Scope): MemblockOptions {
  const cells = gridOf(scope);
  const capacity = scope.modules.includes("growth") ? capacityOf(scope) : cells + LEAST_ENTRIES;
  return {
    cells,
    unitsPerFrame: unitsOf(scope),
    capacity: Math.max(LEAST_ENTRIES, capacity),
    movableNode: true,
  };
}

/** A memblock of a class, of which there may be faulty ones, for a scope. */
export function socketOf(scope: Scope, kind: typeof Memblock = Memblock): Allocator {
  return new MemblockSocket(scope, new kind(optionsIn(scope)));
}

/**
 * Together they exercise all that memblock has: each part by itself as large as seconds allow, the parts that
 * meddle with each other in pairs, frames of two units, lists that double at the third entry, and everything
 * at once, with arguments from outside.
 */
const SCOPES: readonly ScopeOptions[] = [
  { frames: 4, owners: 2, slices: 1, modules: ["regions"] },
  { frames: 4, owners: 1, slices: 1, modules: ["limits"] },
  { frames: 2, owners: 1, slices: 1, modules: ["limits"], units: 2 },
  { frames: 3, owners: 1, slices: 1, modules: ["limits", "nodes"] },
  { frames: 3, owners: 1, slices: 1, modules: ["flags"] },
  { frames: 5, owners: 1, slices: 1, modules: ["growth"] },
  { frames: 4, owners: 1, slices: 1, modules: ["limits", "growth"] },
  { frames: 3, owners: 1, slices: 1, modules: ["nodes", "growth"] },
  { frames: 3, owners: 1, slices: 1, modules: ["flags", "growth"] },
  { frames: 5, owners: 1, slices: 1, modules: ["hand-over", "growth"] },
  { frames: 3, owners: 1, slices: 1, modules: ["hand-over", "growth"], units: 2 },
  {
    frames: 2,
    owners: 1,
    slices: 1,
    modules: ["limits", "nodes", "flags", "hand-over", "growth", "foreign"],
  },
];

export const memblock: AllocatorDefinition = {
  name: "memblock",
  mostFrames: 255, // in bytes
  summary: "Linux memblock: memory and reservations as two lists of ranges, handed over when boot ends",
  about:
    "The boot memory allocator of Linux (`mm/memblock.c`): what exists and what is taken are two sorted lists " +
    "of ranges, and what is in the first and not in the second is free. Each range has a node and flags; " +
    "those that touch and are alike are one. Reserving unites and freeing intersects, so nothing is counted " +
    "and nobody owns anything. A list that is full doubles into a frame of the memory that it lists. When boot " +
    "ends, free frames go to a binary buddy.",
  origin: "Linux, mm/memblock.c",
  class: "sound",
  contract: MEMBLOCK,
  placement: "directed",
  units: true,
  offers: {
    reserve: true,
    release: true,
    borrow: true,
    drop: true,
    alloc: handsOver,
    free: handsOver,
    "end-boot": handsOver,
    add: true,
    remove: true,
    "alloc-range": true,
    "set-direction": true,
    "set-limit": true,
    "enforce-limit": true,
    cap: true,
    "limit-map": true,
    trim: true,
    "set-node": true,
    mark: true,
    // Once memory is known to be mirrored nobody takes that back.
    clear: ({ flag }) => flag !== "mirror",
    "allow-resize": true,
  },
  scopes: SCOPES,
  make: (scope) => socketOf(scope),
};
