/**
 * The end of boot: free frames go to the page allocator, and reservations that are freed later follow them.
 *
 * A frame goes when all of its units are memory that a walk of free memory visits, without asking for any
 * flag. Linux rounds each range inward as it is freed (`free_all`, and `memblock_phys_free` since
 * `memblock_free_late` was folded into it), so a frame that is freed in two parts is lost to both sides. Here
 * it goes with the last of its claims.
 */
import { EBUSY, flags, NUMA_NO_NODE } from "./constants.js";
import type { Store } from "./layout.js";
import { should_skip_region } from "./search.js";

/** Whether every unit of a frame is memory that may be handed out and that nobody has reserved. */
export function is_free_frame(store: Store, frame: number): boolean {
  const { memory, reserved, page } = store;
  for (let unit = frame * page; unit < (frame + 1) * page; unit++) {
    const i = memory.search(unit);
    if (i < 0 || should_skip_region(store, i, NUMA_NO_NODE, flags.NONE)) return false;
    if (reserved.search(unit) >= 0) return false;
  }
  return true;
}

/** Gives the frames between two that are free to the pool, and says how many. */
function hand_over(store: Store, first: number, end: number): number {
  let given = 0;
  for (let frame = first; frame < end; frame++)
    if (is_free_frame(store, frame) && store.to_pool(frame)) given++;
  return given;
}

/** Boot is over: what is free goes to the page allocator. How many frames, or `EBUSY` the second time. */
export function free_all(store: Store): number {
  if (store.handed_over) return EBUSY;
  store.memory.clear_everywhere(flags.HOTPLUG);
  store.note_hand_over();
  return hand_over(store, 0, store.frames);
}

/**
 * A range was freed after boot: every frame it touches that is wholly free now goes to the page allocator.
 */
export function give_back(store: Store, base: number, size: number): number {
  const end = Math.ceil((base + size) / store.page);
  return hand_over(store, Math.floor(base / store.page), Math.min(end, store.frames));
}
