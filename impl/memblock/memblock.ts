/**
 * Linux memblock (`mm/memblock.c`): the allocator of boot. What exists and what is taken are two lists of
 * ranges, and what is in the first and not in the second is free.
 *
 * An allocation is a reservation, recorded with the node that was asked for and a flag of its own, so it does
 * not melt into what others reserved. Nothing counts how often a unit was reserved: reserving is a union, and
 * one free ends all of it. Addresses are units, 0 is no address, and what fails changes nothing.
 */
import { Changes } from "./changes.js";
import {
  ADDRESS_MAX,
  flags as FLAGS,
  isPowerOfTwo,
  MEMBLOCK_ALLOC_ACCESSIBLE,
  MEMBLOCK_LOW_LIMIT,
  NUMA_NO_NODE,
  numa_valid_node,
} from "./constants.js";
import { free_all } from "./hand-over.js";
import { choose_memblock_flags, find_in_range_node } from "./search.js";

/** No memory was found. */
const NULL = 0;
/** What an alignment of 0 means (`SMP_CACHE_BYTES`): a unit plays a cache line. */
const SMP_CACHE_UNITS = 1;

export class Memblock extends Changes {
  phys_alloc(size: number, align: number): number {
    return this.phys_alloc_range(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE);
  }

  /** Between two bounds, of which it drops neither. */
  phys_alloc_range(size: number, align: number, start: number, end: number): number {
    return this.alloc_range_nid(size, align, start, end, NUMA_NO_NODE, false);
  }

  phys_alloc_try_nid(size: number, align: number, nid: number): number {
    return this.alloc_range_nid(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE, nid, false);
  }

  /**
   * The address of `size` units, a multiple of `align`, or 0: on the node; then, unless it must be this one,
   * on any; both first in mirrored memory if there is some. Once boot is over it answers 0, where Linux warns
   * and asks the allocator behind.
   */
  alloc_range_nid(
    size: number,
    align: number,
    start: number,
    end: number,
    nid: number,
    exact: boolean,
  ): number {
    return Math.max(NULL, this.take(size, align, start, end, nid, exact));
  }

  /**
   * The same, with an error where a place was found and the list could not grow to hold it. Linux then looks
   * on as if there were no place; by what it says of itself it only does so where there is none, and so here.
   */
  protected take(
    size: number,
    align: number,
    start: number,
    end: number,
    nid: number,
    exact: boolean,
  ): number {
    const step = align === 0 ? SMP_CACHE_UNITS : align;
    if (!isPowerOfTwo(step) || !Number.isInteger(size) || size < 0) return NULL;
    const first = choose_memblock_flags(this.store);
    for (const flags of first === FLAGS.NONE ? [FLAGS.NONE] : [first, FLAGS.NONE]) {
      for (const on of numa_valid_node(nid) && !exact ? [nid, NUMA_NO_NODE] : [nid]) {
        const found = find_in_range_node(this.store, size, step, start, end, on, flags);
        if (found !== NULL) return this.reserve_as(found, size, on, FLAGS.RSRV_KERN) || found;
      }
    }
    return NULL;
  }

  /**
   * As `alloc_range_nid`, below the current limit; once more from address 0 on where the lower bound is in
   * the way.
   */
  alloc_internal(
    size: number,
    align: number,
    min_addr: number,
    max_addr: number,
    nid: number,
    exact: boolean,
  ): number {
    const end = Math.min(max_addr, this.get_current_limit());
    const found = this.take(size, align, min_addr, end, nid, exact);
    const retry = found === NULL && min_addr !== 0;
    return Math.max(NULL, retry ? this.take(size, align, 0, end, nid, exact) : found);
  }

  /** On this node and no other; not zeroed. */
  alloc_exact_nid_raw(size: number, align: number, min_addr: number, max_addr: number, nid: number): number {
    return this.alloc_internal(size, align, min_addr, max_addr, nid, true);
  }

  /** On this node if it can be; not zeroed. */
  alloc_try_nid_raw(size: number, align: number, min_addr: number, max_addr: number, nid: number): number {
    return this.alloc_internal(size, align, min_addr, max_addr, nid, false);
  }

  /** On this node if it can be, zeroed. */
  alloc_try_nid(size: number, align: number, min_addr: number, max_addr: number, nid: number): number {
    const found = this.alloc_internal(size, align, min_addr, max_addr, nid, false);
    if (found !== NULL) this.store.options.memory?.fill(0, found, found + size);
    return found;
  }

  alloc(size: number, align: number): number {
    return this.alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE, NUMA_NO_NODE);
  }

  alloc_raw(size: number, align: number): number {
    return this.alloc_try_nid_raw(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE, NUMA_NO_NODE);
  }

  /** From an address on if it can be, zeroed. */
  alloc_from(size: number, align: number, min_addr: number): number {
    return this.alloc_try_nid(size, align, min_addr, MEMBLOCK_ALLOC_ACCESSIBLE, NUMA_NO_NODE);
  }

  /** In low memory, zeroed. */
  alloc_low(size: number, align: number): number {
    const low = this.store.options.lowLimit ?? ADDRESS_MAX;
    return this.alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, low, NUMA_NO_NODE);
  }

  alloc_node(size: number, align: number, nid: number): number {
    return this.alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE, nid);
  }

  /** Boot is over: what is free goes to the page allocator. How many frames did. */
  free_all(): number {
    return free_all(this.store);
  }
}
