/** The numbers of memblock in the words of the specification. */
import type { RegionQueries } from "../../model/socket/allocator.js";
import type { FrameRange } from "../../model/words/frames.js";
import { flags, MEMBLOCK_ALLOC_ANYWHERE, NUMA_NO_NODE } from "./constants.js";
import type { Memblock } from "./memblock.js";
import type { Visit } from "./search.js";

/** The node of memory, or the one asked for, counted from 1: 0 is none, or any. */
export function nidOf(node: number): number {
  return node === 0 ? NUMA_NO_NODE : node - 1;
}

/** The answers of one memblock, by the names of the specification. */
export function queriesOf(memblock: Memblock): RegionQueries {
  const ranges = (walk: (visit: Visit) => void): FrameRange[] => {
    const found: FrameRange[] = [];
    walk((start, end) => {
      found.push({ start, count: end - start });
    });
    return found;
  };
  return {
    isMemory: (unit) => memblock.is_memory(unit),
    isReserved: (unit) => memblock.is_reserved(unit),
    isMapMemory: (unit) => memblock.is_map_memory(unit),
    isRegionMemory: (start, count) => memblock.is_region_memory(start, count),
    isRegionReserved: (start, count) => memblock.is_region_reserved(start, count),
    physMemSize: () => memblock.phys_mem_size(),
    reservedSize: () => memblock.reserved_size(),
    startOfDram: () => memblock.start_of_DRAM(),
    endOfDram: () => memblock.end_of_DRAM(),
    freeRanges: () => ranges((visit) => memblock.for_each_free_mem_range(NUMA_NO_NODE, flags.NONE, visit)),
    freeRangesReverse: () =>
      ranges((visit) => memblock.for_each_free_mem_range_reverse(NUMA_NO_NODE, flags.NONE, visit)),
    reservedRanges: () => ranges((visit) => memblock.for_each_reserved_mem_region(visit)),
    currentLimit: () => {
      const limit = memblock.get_current_limit();
      return limit === MEMBLOCK_ALLOC_ANYWHERE ? 0 : limit;
    },
    bottomUp: () => memblock.bottom_up(),
  };
}
