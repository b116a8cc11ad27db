/** Memory is made less: limits of the command line, and alignment. Each is one step of its caller's. */
import {
  ADDRESS_MAX,
  EINVAL,
  flags,
  isPowerOfTwo,
  memblock_cap_size,
  round_down,
  round_up,
} from "./constants.js";
import { remove_reserved, staying_clear } from "./growth.js";
import type { Store } from "./layout.js";
import type { Regions } from "./regions.js";

/** The address up to which there are `limit` units of memory, or `ADDRESS_MAX` where there are fewer. */
function find_max_addr(memory: Regions, limit: number): number {
  let left = limit;
  for (let i = 0; i < memory.cnt; i++) {
    if (left <= memory.size(i)) return memory.base(i) + left;
    left -= memory.size(i);
  }
  return ADDRESS_MAX;
}

/** Where memory is cut to have `limit` units; `null` where nothing is to be cut. */
function cut_at({ memory }: Store, limit: number): number | null {
  const max_addr = limit === 0 ? ADDRESS_MAX : find_max_addr(memory, limit);
  return max_addr === ADDRESS_MAX ? null : max_addr;
}

/** Removes memory and reservations behind the first `limit` units of memory. 0 is no limit. */
export function enforce_memory_limit(store: Store, limit: number): number {
  if (!Number.isInteger(limit) || limit < 0) return EINVAL;
  const max_addr = cut_at(store, limit);
  if (max_addr === null) return 0;
  return staying_clear(
    store,
    [[max_addr, ADDRESS_MAX]],
    () => store.memory.remove_range(max_addr, ADDRESS_MAX) || remove_reserved(store, max_addr, ADDRESS_MAX),
  );
}

/**
 * Keeps the memory of a range, and of the rest only what is not mapped; cuts reservations to it. Linux leaves
 * an unmapped entry in two where the range ends in it; here such parts are joined again.
 */
export function cap_memory_range(store: Store, base: number, size: number): number {
  const capped = memblock_cap_size(base, size);
  if (capped < 0) return EINVAL;
  if (size === 0 || store.memory.total_size === 0) return 0;
  const cut = [[0, base] as const, [base + capped, ADDRESS_MAX] as const];
  return staying_clear(store, cut, () => keep_range(store, base, capped));
}

function keep_range(store: Store, base: number, size: number): number {
  const { memory } = store;
  const span = memory.isolate_range(base, size);
  if (typeof span === "number") return span;
  for (let i = memory.cnt - 1; i >= 0; i--) {
    const goes = (i < span.start || i >= span.end) && (memory.flags(i) & flags.NOMAP) === 0;
    if (goes) memory.remove_region(i);
  }
  memory.merge_regions(0, memory.cnt);
  return remove_reserved(store, 0, base) || remove_reserved(store, base + size, ADDRESS_MAX);
}

/** As `cap_memory_range`, to the first `limit` units of memory. */
export function mem_limit_remove_map(store: Store, limit: number): number {
  if (!Number.isInteger(limit) || limit < 0) return EINVAL;
  const max_addr = cut_at(store, limit);
  return max_addr === null ? 0 : cap_memory_range(store, 0, max_addr);
}

/**
 * Shrinks each entry of memory inward to multiples of `align`; what is left empty goes. In Linux the sum of
 * all sizes stays what it was where an entry shrinks, so that `phys_mem_size` is wrong from then on; not
 * here.
 */
export function trim_memory({ memory }: Store, align: number): number {
  if (!isPowerOfTwo(align)) return EINVAL;
  for (let i = memory.cnt - 1; i >= 0; i--) {
    const [start, end] = [round_up(memory.base(i), align), round_down(memory.end(i), align)];
    if (start < end) memory.resize(i, start, end - start);
    else memory.remove_region(i);
  }
  return 0;
}
