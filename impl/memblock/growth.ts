/**
 * How a full list grows: into an array twice as large, which takes a frame of the memory that memblock keeps.
 *
 * Until `allow_resize` nobody knows which memory the kernel and the firmware lie in, so nothing may grow.
 * Growth that fails half-way is undone by the command it is part of.
 */
import { ALLOCATED } from "../../model/words/frames.js";
import { EBUSY, ENOMEM, flags, NUMA_NO_NODE } from "./constants.js";
import { STATIC } from "./entries.js";
import { give_back } from "./hand-over.js";
import type { Store } from "./layout.js";
import type { Regions } from "./regions.js";
import { find_in_range } from "./search.js";

/** No frame was found. 0 is never the answer of a search. */
const NOWHERE = 0;

/**
 * Twice the room for a list. False where it may not grow or there is no frame.
 *
 * Linux frees the old array before it reserves the new one. When it is the list of memory that grows, that
 * freeing may need room itself, and the list of reservations may grow into the very frame that is not
 * reserved yet. So the new one is reserved first.
 */
export function double_array(store: Store, list: Regions, avoid_start: number, avoid_size: number): boolean {
  if (!store.can_resize || !list.can_double) return false;
  const old = list.place;
  if (store.handed_over) {
    const frame = store.pool.allocBlock(1, 1);
    if (frame < 0) return false;
    list.double(frame * store.page);
  } else {
    const place = find_place(store, list === store.reserved, avoid_start, avoid_size);
    if (place === NOWHERE) return false;
    list.double(place);
    if (store.reserved.add_range(place, store.page, NUMA_NO_NODE, flags.RSRV_KERN) !== 0) return false;
  }
  return old === STATIC || free_array(store, old);
}

/**
 * A frame for an array: behind what is to be avoided, then before it. Only what is about to be reserved is
 * avoided. Where that begins at unit 0 or 1, Linux passes this as an upper bound that means "the current
 * limit" and may put the array into the range it reserves; here there is nothing before it.
 */
function find_place(store: Store, avoid: boolean, avoid_start: number, avoid_size: number): number {
  const { current_limit } = store;
  const behind = avoid ? avoid_start + avoid_size : 0;
  const found = below(store, behind, current_limit);
  if (found !== NOWHERE || !avoid || avoid_size === 0) return found;
  return below(store, 0, Math.min(avoid_start, current_limit));
}

/** A frame between two bounds. The upper is meant as it stands: 0 and 1 leave no room, nor does frame 0. */
function below(store: Store, start: number, end: number): number {
  return end < 2 * store.page ? NOWHERE : find_in_range(store, start, end, store.page, store.page);
}

/** An array that was replaced goes back to whoever it came from. */
function free_array(store: Store, place: number): boolean {
  const frame = place / store.page;
  if (store.pool.observe(frame) === ALLOCATED) return store.pool.freeBlock(frame, 1) === 0;
  if (store.reserved.remove_range(place, store.page) !== 0) return false;
  if (store.handed_over) give_back(store, place, store.page);
  return true;
}

/** Whether a grown array of memblock's own lies in the range, or part of it. */
export function holds_array({ memory, reserved, page }: Store, base: number, size: number): boolean {
  return lies_in(memory.place, page, base, size) || lies_in(reserved.place, page, base, size);
}

function lies_in(place: number, page: number, base: number, size: number): boolean {
  return place !== STATIC && place < base + size && base < place + page;
}

/** A range by its base and size. */
type Range = readonly [base: number, size: number];

/**
 * A change after which some ranges are no longer memory that can be read. Linux keeps a list that grows
 * meanwhile out of the range only where it is that of reservations, so the other may come to lie in what
 * goes; here that is refused.
 */
export function staying_clear(store: Store, ranges: readonly Range[], change: () => number): number {
  const lists = [store.memory, store.reserved];
  const before = lists.map(({ place }) => place);
  const held = ranges.some(([base, size]) => holds_array(store, base, size));
  const answer = change();
  if (answer === EBUSY && !held) return ENOMEM;
  const moved = lists.filter(({ place }, i) => place !== before[i]);
  const into = moved.some(({ place }) =>
    ranges.some(([base, size]) => lies_in(place, store.page, base, size)),
  );
  return answer === 0 && into ? ENOMEM : answer;
}

/**
 * Removes reservations. Linux trusts its callers not to free its own arrays (it once did so itself: commit
 * 29f6738609e4, "free allocated memblock_reserved_regions later"); here that is refused.
 */
export function remove_reserved(store: Store, base: number, size: number): number {
  return holds_array(store, base, size) ? EBUSY : store.reserved.remove_range(base, size);
}
