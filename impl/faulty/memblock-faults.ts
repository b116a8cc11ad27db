/**
 * Faulty versions of memblock, most as Linux once was or still is: each overrides one method, and has the
 * scope in which it shows soonest.
 */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { ScopeOptions } from "../../model/words/scope.js";
import { MEMBLOCK_ALLOC_ANYWHERE, round_down, round_up } from "../memblock/constants.js";
import { memblock, socketOf } from "../memblock/definition.js";
import { STATIC } from "../memblock/entries.js";
import { double_array } from "../memblock/growth.js";
import type { Store } from "../memblock/layout.js";
import { Memblock } from "../memblock/memblock.js";
import type { ListName } from "../memblock/queries.js";
import type { Regions } from "../memblock/regions.js";

class FreesItsArray extends Memblock {
  /** Gives back the array of reservations first, and goes on reading it. */
  override free_all(): number {
    const { reserved, page } = this.store;
    if (reserved.place !== STATIC) reserved.remove_range(reserved.place, page);
    return super.free_all();
  }
}

class UnitesWithOne extends Memblock {
  /** Makes the first entry that the range overlaps larger, whatever else the range overlaps. */
  protected override reserve_as(base: number, size: number, nid: number, flags: number): number {
    const { reserved } = this.store;
    for (let i = 0; i < reserved.cnt; i++) {
      const start = Math.min(base, reserved.base(i));
      const end = Math.max(base + size, reserved.end(i));
      if (end - start >= size + reserved.size(i)) continue; // they have nothing in common
      reserved.resize(i, start, end - start);
      return 0;
    }
    return super.reserve_as(base, size, nid, flags);
  }
}

class UndoesTheLast extends Memblock {
  /** Takes the last entry back where the list could not grow, and not the one that was about to be made. */
  protected override reserve_as(base: number, size: number, nid: number, flags: number): number {
    const error = super.reserve_as(base, size, nid, flags);
    if (error < 0) this.store.reserved.remove_region(this.store.reserved.cnt - 1);
    return error;
  }
}

class HandsOverOutward extends Memblock {
  /** Gives every frame that has a free unit to the page allocator. */
  override free_all(): number {
    const given = super.free_all();
    const { store } = this;
    this.for_each_free_mem_range(-1, 0, (start, end) => {
      const [first, behind] = [Math.floor(start / store.page), Math.ceil(end / store.page)];
      for (let frame = first; frame < behind; frame++) store.to_pool(frame);
    });
    return given;
  }
}

class SetsNodeToEnd extends Memblock {
  /** Is given where the range ends, and takes it for the size. */
  override set_node(base: number, size: number, list: ListName, nid: number): number {
    return super.set_node(base, base + size, list, nid);
  }
}

class ForgetsTotal extends Memblock {
  /** Makes entries smaller and leaves the sum of their sizes. */
  override trim_memory(align: number): number {
    const { memory } = this.store;
    for (let i = memory.cnt - 1; i >= 0; i--) {
      const [start, end] = [round_up(memory.base(i), align), round_down(memory.end(i), align)];
      if (start < end) memory.set_bounds(i, start, end - start);
      else memory.remove_region(i);
    }
    return 0;
  }
}

class GrowsIntoReserved extends Memblock {
  /** Keeps out of no range when it looks for a place for an array. */
  protected override grow(store: Store, list: Regions): boolean {
    return double_array(store, list, 0, 0);
  }
}

class GrowsIntoRemoved extends Memblock {
  /** Lets an array that grows meanwhile lie in what is removed. */
  override remove(base: number, size: number): number {
    return this.attempt(() => this.store.memory.remove_range(base, size));
  }
}

class ForgetsDirection extends Memblock {
  /** Looks from the top down, whatever was set. */
  protected override take(
    ...asked: [size: number, align: number, start: number, end: number, nid: number, exact: boolean]
  ): number {
    const { store } = this;
    const { bottom_up } = store;
    store.bottom_up = false;
    const found = super.take(...asked);
    store.bottom_up = bottom_up;
    return found;
  }
}

class RelaxesTheBound extends Memblock {
  /** Looks above the upper bound where nothing lies below it. */
  protected override take(
    size: number,
    align: number,
    start: number,
    end: number,
    nid: number,
    exact: boolean,
  ): number {
    const found = super.take(size, align, start, end, nid, exact);
    return found === 0 ? super.take(size, align, start, MEMBLOCK_ALLOC_ANYWHERE, nid, exact) : found;
  }
}

class TakesPartForAll extends Memblock {
  /** Answers whether some of the range is memory, where all of it is asked about. */
  override is_region_memory(base: number, size: number): boolean {
    return this.overlaps_region("memory", base, size);
  }
}

/** One owner, one slice, and frames of one unit unless more is said. */
type Shown = Pick<ScopeOptions, "frames" | "modules" | "units">;

const faulty = (
  name: string,
  kind: typeof Memblock,
  summary: string,
  scope: Shown,
  origin = memblock.origin ?? "",
): AllocatorDefinition => ({
  ...memblock,
  name: `memblock-${name}`,
  summary,
  origin,
  class: "faulty",
  scopes: [{ owners: 1, slices: 1, ...scope }],
  make: (of) => socketOf(of, kind),
});

export const MEMBLOCK_FAULTS: readonly AllocatorDefinition[] = [
  faulty(
    "frees-its-array",
    FreesItsArray,
    "hands the array of its reservations over while it still reads it",
    { frames: 3, modules: ["hand-over", "growth"] },
    "Linux before 29f6738609e4, mm/memblock.c",
  ),
  faulty(
    "unites-with-one",
    UnitesWithOne,
    "unites a reservation with the first that it overlaps, and not with the second",
    { frames: 4, modules: ["regions"] },
    "Linux before 8f7a66051b75, mm/memblock.c",
  ),
  faulty(
    "undoes-the-last",
    UndoesTheLast,
    "forgets the last reservation when its list cannot grow for another",
    { frames: 5, modules: ["growth"] },
    "Linux before 8f7a66051b75, mm/memblock.c",
  ),
  faulty(
    "hands-over-outward",
    HandsOverOutward,
    "hands a frame over that is reserved in part",
    { frames: 2, modules: ["hand-over"], units: 2 },
    "Linux, as in f921f53e089a and e2a86800d586",
  ),
  faulty(
    "sets-node-to-end",
    SetsNodeToEnd,
    "takes the end of a range for its size when it sets the node",
    { frames: 3, modules: ["nodes"] },
    "Linux before 06eaa824fd23",
  ),
  faulty(
    "forgets-total",
    ForgetsTotal,
    "does not count what trimming takes away",
    { frames: 3, modules: ["limits"] },
    "Linux today, mm/memblock.c",
  ),
  faulty("grows-into-reserved", GrowsIntoReserved, "puts its array into the range that is being reserved", {
    frames: 5,
    modules: ["growth"],
  }),
  faulty(
    "grows-into-removed",
    GrowsIntoRemoved,
    "puts its array into memory that is being removed",
    { frames: 3, modules: ["growth"] },
    "Linux today, mm/memblock.c",
  ),
  faulty("forgets-direction", ForgetsDirection, "looks from the top down, whatever was set", {
    frames: 4,
    modules: ["regions"],
  }),
  faulty("relaxes-the-bound", RelaxesTheBound, "looks above the upper bound where nothing lies below it", {
    frames: 4,
    modules: ["regions"],
  }),
  faulty("takes-part-for-all", TakesPartForAll, "calls a range memory of which some is", {
    frames: 3,
    modules: ["regions"],
  }),
];
