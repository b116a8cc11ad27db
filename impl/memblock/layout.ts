/**
 * How memblock lies in one array of bytes: the settings, the list of memory, the list of reservations, and a
 * byte a frame for the page allocator that takes over when boot ends.
 */
import { Buddy } from "../blocks/buddy.js";
import { MEMBLOCK_ALLOC_ANYWHERE } from "./constants.js";
import { bytesOf, roomOf } from "./entries.js";
import { type Grow, Regions } from "./regions.js";

/** What a memblock is made for. */
export interface MemblockOptions {
  /** Units of the address space that a run uses, 255 at the most: room is laid out for so many entries. */
  readonly cells: number;
  /** Units of a page frame, a power of two. */
  readonly unitsPerFrame: number;
  /**
   * Entries either list can hold before it grows; 128 in Linux, 2 at the least: in a list of one, reserving
   * its second array and freeing the first would need a third before either is done.
   */
  readonly capacity: number;
  /** Keep away from memory that may be unplugged (`movable_node` of the command line). */
  readonly movableNode?: boolean;
  /** Where low memory ends for `alloc_low` (`ARCH_LOW_ADDRESS_LIMIT`); without it, nowhere. */
  readonly lowLimit?: number;
  /** What memory holds, a byte a unit: what zeroes, zeroes here. It is no part of the allocator's state. */
  readonly memory?: Uint8Array;
  /** Bytes behind its own, for whoever keeps more of the machine in one state. */
  readonly further?: number;
}

/** A byte each. */
const [BOTTOM_UP, CAN_RESIZE, LIMIT, MIRRORED, HANDED_OVER, SETTINGS] = [0, 1, 2, 3, 4, 5];

/** The owner under which the pool keeps frames that were not handed over. */
const NOT_HANDED_OVER = 1;

export class Store {
  /** All of it. */
  readonly state: Uint8Array;
  readonly memory: Regions;
  readonly reserved: Regions;
  /** Page frames in whole, from address 0 on. */
  readonly frames: number;
  /** Units of a frame, `PAGE_SIZE`. */
  readonly page: number;
  /** The page allocator behind memblock; it has no frame before `free_all`. */
  readonly pool: Buddy;
  /** The bytes behind its own. */
  readonly further: Uint8Array;

  constructor(
    readonly options: MemblockOptions,
    grow: (store: Store, ...growing: Parameters<Grow>) => boolean,
  ) {
    const { cells, unitsPerFrame, capacity, further = 0 } = options;
    if (capacity < 2) throw new Error("internal: a list of memblock has room for two entries at the least");
    this.page = unitsPerFrame;
    this.frames = Math.floor(cells / unitsPerFrame);
    const list = bytesOf(roomOf(cells, capacity));
    const own = SETTINGS + 2 * list + this.frames;
    this.state = new Uint8Array(own + further);
    this.further = this.state.subarray(own);
    const growing: Grow = (...args) => grow(this, ...args);
    this.memory = new Regions(this.state.subarray(SETTINGS, SETTINGS + list), capacity, growing);
    this.reserved = new Regions(this.state.subarray(SETTINGS + list, SETTINGS + 2 * list), capacity, growing);
    this.pool = new Buddy({ frames: this.frames }, this.state.subarray(SETTINGS + 2 * list, own));
    this.pool.reserve(0, this.frames, NOT_HANDED_OVER);
    this.current_limit = MEMBLOCK_ALLOC_ANYWHERE;
  }

  get bottom_up(): boolean {
    return this.state[BOTTOM_UP] === 1;
  }

  set bottom_up(enable: boolean) {
    this.state[BOTTOM_UP] = enable ? 1 : 0;
  }

  get can_resize(): boolean {
    return this.state[CAN_RESIZE] === 1;
  }

  /** There is no way back. */
  allow_resize(): void {
    this.state[CAN_RESIZE] = 1;
  }

  /** What `MEMBLOCK_ALLOC_ACCESSIBLE` means. */
  get current_limit(): number {
    return this.state[LIMIT]!;
  }

  set current_limit(limit: number) {
    this.state[LIMIT] = limit;
  }

  /** Whether some memory was ever marked as kept twice. */
  get has_mirror(): boolean {
    return this.state[MIRRORED] === 1;
  }

  note_mirror(): void {
    this.state[MIRRORED] = 1;
  }

  /** Whether boot is over: the pool has the free frames. */
  get handed_over(): boolean {
    return this.state[HANDED_OVER] === 1;
  }

  note_hand_over(): void {
    this.state[HANDED_OVER] = 1;
  }

  /** Gives a frame to the pool. False where the pool has it already, free or handed out. */
  to_pool(frame: number): boolean {
    return this.pool.release(frame, 1, NOT_HANDED_OVER) === 0;
  }
}
