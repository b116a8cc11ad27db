/** memblock as an allocator to check: what it promises, what it is asked, and in which scopes. */
import type { Allocator, AllocatorDefinition } from "../../model/allocator.js";
import { MEMBLOCK } from "../../model/memblock-contract.js";
import { capacityOf, gridOf, type Scope, unitsOf } from "../../model/scope.js";
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

export const memblock: AllocatorDefinition = {
  name: "memblock",
  summary: "Linux memblock: memory and reservations as two lists of ranges, handed over when boot ends",
  about:
    "The boot memory allocator of Linux (`mm/memblock.c`): what exists and what is taken are two sorted lists " +
    "of ranges, and what is in the first and not in the second is free. Each range has a node and flags; " +
    "those that touch and are alike are one. Reserving unites and freeing intersects, so nothing is counted " +
    "and nobody owns anything. A list that is full doubles into a frame of the memory that it lists. When boot " +
    "ends, free frames go to a binary buddy. `docs/memblock.md` has its API, its scopes and its deviations.",
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
  scopes: [],
  make: (scope) => socketOf(scope),
};
