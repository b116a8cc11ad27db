/**
 * The numbers memblock speaks in. Addresses and sizes are counted in units; an address is one byte, so the
 * whole address space is 0 to 255. Names and meanings as in Linux (`include/linux/memblock.h`).
 */

/** The highest address, as `PHYS_ADDR_MAX`. Sizes are cut to end here, so unit 255 can never be covered. */
export const ADDRESS_MAX = 255;
/** As an upper bound: the current limit. */
export const MEMBLOCK_ALLOC_ACCESSIBLE = 0;
/** As an upper bound: the current limit as well; Linux's leak detector then does not trace the block. */
export const MEMBLOCK_ALLOC_NOLEAKTRACE = 1;
/** As an upper bound: none. */
export const MEMBLOCK_ALLOC_ANYWHERE = ADDRESS_MAX;
/** As a lower bound: none. */
export const MEMBLOCK_LOW_LIMIT = 0;

/** Of no node (`NUMA_NO_NODE`, and `MAX_NUMNODES` where older code used that); nodes are 0 to 254. */
export const NUMA_NO_NODE = 255;

/** Flags of an entry, one bit each. */
export const flags = {
  NONE: 0,
  /** Memory that may be unplugged. */
  HOTPLUG: 1,
  /** Memory that is kept twice. */
  MIRROR: 2,
  /** Memory the kernel does not map, and so never hands out. */
  NOMAP: 4,
  /** Memory a driver brought in. */
  DRIVER_MANAGED: 8,
  /** A reservation whose frames are not set up. */
  RSRV_NOINIT: 16,
  /** A reservation that is an allocation, or an array of memblock's own. */
  RSRV_KERN: 32,
} as const;

/** The list is full and could not grow. Nothing has changed. */
export const ENOMEM = -12;
/** The frames have been handed over, or memblock's own arrays lie there. Nothing has changed. */
export const EBUSY = -16;
/** No such address, size or alignment: Linux has no such value, or leaves it undefined. Nothing changed. */
export const EINVAL = -22;

/** Whether one asked for a node at all. */
export function numa_valid_node(nid: number): boolean {
  return nid >= 0 && nid < NUMA_NO_NODE;
}

/** Whether a number can be an alignment. */
export function isPowerOfTwo(align: number): boolean {
  return Number.isInteger(align) && align > 0 && align <= ADDRESS_MAX + 1 && (align & (align - 1)) === 0;
}

/** Up to a multiple of a power of two. */
export function round_up(address: number, align: number): number {
  return (address + align - 1) & -align;
}

/** Down to a multiple of a power of two. */
export function round_down(address: number, align: number): number {
  return address & -align;
}

/**
 * How much of a range there is: cut so that it does not pass the highest address. -1 for what is no range.
 */
export function memblock_cap_size(base: number, size: number): number {
  if (!Number.isInteger(base) || base < 0 || base > ADDRESS_MAX) return -1;
  if (!Number.isInteger(size) || size < 0) return -1;
  return Math.min(size, ADDRESS_MAX - base);
}
