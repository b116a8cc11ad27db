/**
 * Free memory: what is in the list of memory and not in that of reservations, entry by entry of memory. A
 * free range ends where an entry does, so an allocation never lies in two, even if they touch.
 */
import {
  flags as FLAGS,
  MEMBLOCK_ALLOC_ACCESSIBLE,
  MEMBLOCK_ALLOC_NOLEAKTRACE,
  NUMA_NO_NODE,
  numa_valid_node,
  round_down,
  round_up,
} from "./constants.js";
import type { Store } from "./layout.js";

/** Is told a range, from `start` to before `end`, and the node of its memory; `true` ends the walk. */
export type Visit = (start: number, end: number, nid: number) => unknown;

/** Whether an entry of memory is passed over by who wants memory of this node and with these flags. */
export function should_skip_region(
  { memory, options }: Store,
  i: number,
  nid: number,
  flags: number,
): boolean {
  const is = memory.flags(i);
  if (numa_valid_node(nid) && nid !== memory.nid(i)) return true;
  if (options.movableNode && (is & FLAGS.HOTPLUG) !== 0 && (flags & FLAGS.HOTPLUG) === 0) return true;
  if ((flags & FLAGS.MIRROR) !== 0 && (is & FLAGS.MIRROR) === 0) return true;
  return (is & ~flags & (FLAGS.NOMAP | FLAGS.DRIVER_MANAGED)) !== 0;
}

/**
 * The free ranges from below. Linux also walks an empty range between two reservations that touch and differ;
 * nothing fits there, and here it is left out.
 */
export function each_free(store: Store, nid: number, flags: number, visit: Visit): void {
  const { memory, reserved } = store;
  for (let i = 0; i < memory.cnt; i++) {
    if (should_skip_region(store, i, nid, flags)) continue;
    let from = memory.base(i);
    const end = memory.end(i);
    for (let r = 0; r < reserved.cnt && reserved.base(r) < end; r++) {
      if (reserved.base(r) > from && visit(from, reserved.base(r), memory.nid(i)) === true) return;
      from = Math.max(from, reserved.end(r));
    }
    if (from < end && visit(from, end, memory.nid(i)) === true) return;
  }
}

/** The free ranges from above. */
export function each_free_reverse(store: Store, nid: number, flags: number, visit: Visit): void {
  const { memory, reserved } = store;
  for (let i = memory.cnt - 1; i >= 0; i--) {
    if (should_skip_region(store, i, nid, flags)) continue;
    let until = memory.end(i);
    const base = memory.base(i);
    for (let r = reserved.cnt - 1; r >= 0 && reserved.end(r) > base; r--) {
      if (reserved.end(r) < until && visit(reserved.end(r), until, memory.nid(i)) === true) return;
      until = Math.min(until, reserved.base(r));
    }
    if (base < until && visit(base, until, memory.nid(i)) === true) return;
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Whether an upper bound stands for the current limit. */
function isAccessible(end: number): boolean {
  return end === MEMBLOCK_ALLOC_ACCESSIBLE || end === MEMBLOCK_ALLOC_NOLEAKTRACE;
}

/**
 * The address of `size` free units between `start` and `end`, a multiple of `align` (a power of two); 0 where
 * there are none. From above, or from below once `bottom_up` is set. Frame 0 is never given out.
 */
export function find_in_range_node(
  store: Store,
  size: number,
  align: number,
  start: number,
  end: number,
  nid: number,
  flags: number,
): number {
  const low = Math.max(start, store.page);
  const high = Math.max(low, isAccessible(end) ? store.current_limit : end);
  let found = 0;
  if (store.bottom_up)
    each_free(store, nid, flags, (this_start, this_end) => {
      const candidate = round_up(clamp(this_start, low, high), align);
      const until = clamp(this_end, low, high);
      const fits = candidate < until && until - candidate >= size;
      if (fits) found = candidate;
      return fits;
    });
  else
    each_free_reverse(store, nid, flags, (this_start, this_end) => {
      const until = clamp(this_end, low, high);
      const candidate = round_down(until - size, align);
      const fits = candidate >= clamp(this_start, low, high);
      if (fits) found = candidate;
      return fits;
    });
  return found;
}

/** What an allocation asks for first: memory that is kept twice, where there is any. */
export function choose_memblock_flags(store: Store): number {
  return store.has_mirror ? FLAGS.MIRROR : FLAGS.NONE;
}

/** Like `find_in_range_node` on any node: mirrored memory if there is some, other memory if that is short. */
export function find_in_range(store: Store, start: number, end: number, size: number, align: number): number {
  const flags = choose_memblock_flags(store);
  const find = (wanted: number) => find_in_range_node(store, size, align, start, end, NUMA_NO_NODE, wanted);
  return find(flags) || (flags === FLAGS.NONE ? 0 : find(FLAGS.NONE));
}
