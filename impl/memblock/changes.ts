/**
 * What changes the lists: adding, removing, reserving, freeing, flags, nodes and limits.
 *
 * Each answers 0 or an error, and where it is an error no byte has changed. Once boot is over only
 * `phys_free` changes them; Linux would go on with lists that nobody reads any more.
 */
import { ADDRESS_MAX, EBUSY, flags, NUMA_NO_NODE } from "./constants.js";
import { remove_reserved, staying_clear } from "./growth.js";
import { give_back } from "./hand-over.js";
import type { MemblockOptions } from "./layout.js";
import * as limits from "./limits.js";
import { type ListName, Queries } from "./queries.js";

export class Changes extends Queries {
  /** The bytes before the command under way. Written before it is read, so it is no state. */
  private readonly before: Uint8Array;

  constructor(options: MemblockOptions) {
    super(options);
    this.before = new Uint8Array(this.state.length);
  }

  /** Memory of no node. */
  add(base: number, size: number): number {
    return this.add_node(base, size, NUMA_NO_NODE, flags.NONE);
  }

  add_node(base: number, size: number, nid: number, flags: number): number {
    return this.attempt(() => this.store.memory.add_range(base, size, nid, flags));
  }

  remove(base: number, size: number): number {
    const { store } = this;
    return this.attempt(() =>
      staying_clear(store, [[base, size]], () => store.memory.remove_range(base, size)),
    );
  }

  /** Reserves a range; what is reserved already stays as it is. It need not be memory. */
  reserve(base: number, size: number): number {
    return this.reserve_as(base, size, NUMA_NO_NODE, flags.NONE);
  }

  /** Reserves a range as an allocation of no node would be. */
  reserve_kern(base: number, size: number): number {
    return this.reserve_as(base, size, NUMA_NO_NODE, flags.RSRV_KERN);
  }

  protected reserve_as(base: number, size: number, nid: number, flags: number): number {
    return this.attempt(() => this.store.reserved.add_range(base, size, nid, flags));
  }

  /** Frees what is reserved of a range, however often it was. Once boot is over, to the page allocator. */
  phys_free(base: number, size: number): number {
    return this.all_or_nothing(() => {
      const wrong = remove_reserved(this.store, base, size);
      if (wrong === 0 && this.store.handed_over) give_back(this.store, base, size);
      return wrong;
    });
  }

  /** Frees by the pointer an allocation answered, which is the address here; 0 is no pointer. */
  free(pointer: number, size: number): number {
    return pointer === 0 ? 0 : this.phys_free(pointer, size);
  }

  mark_hotplug(base: number, size: number): number {
    return this.setclr_flag(base, size, true, flags.HOTPLUG);
  }

  clear_hotplug(base: number, size: number): number {
    return this.setclr_flag(base, size, false, flags.HOTPLUG);
  }

  /** From then on allocations ask for mirrored memory first (`mirrored_kernelcore` is on). */
  mark_mirror(base: number, size: number): number {
    return this.attempt(() => {
      this.store.note_mirror();
      return this.store.memory.setclr_flag(base, size, true, flags.MIRROR);
    });
  }

  mark_nomap(base: number, size: number): number {
    const { store } = this;
    return this.attempt(() =>
      staying_clear(store, [[base, size]], () => store.memory.setclr_flag(base, size, true, flags.NOMAP)),
    );
  }

  clear_nomap(base: number, size: number): number {
    return this.setclr_flag(base, size, false, flags.NOMAP);
  }

  private setclr_flag(base: number, size: number, set: boolean, flag: number): number {
    return this.attempt(() => this.store.memory.setclr_flag(base, size, set, flag));
  }

  set_node(base: number, size: number, list: ListName, nid: number): number {
    return this.attempt(() => this.list(list).set_node(base, size, nid));
  }

  /** Every reservation gets the node of the memory it lies in; anew when an array came to be reserved. */
  memmap_init_reserved_pages(): number {
    return this.attempt(() => {
      const { memory, reserved } = this.store;
      for (let max = 0; max !== reserved.max; ) {
        max = reserved.max;
        for (let i = 0; i < memory.cnt; i++) {
          const wrong = reserved.set_node(memory.base(i), memory.size(i), memory.nid(i));
          if (wrong !== 0) return wrong;
        }
      }
      return 0;
    });
  }

  /** Keeps the first `limit` units of memory; 0 is no limit. */
  enforce_memory_limit(limit: number): number {
    return this.attempt(() => limits.enforce_memory_limit(this.store, limit));
  }

  /** Keeps the memory of a range, and unmapped memory. */
  cap_memory_range(base: number, size: number): number {
    return this.attempt(() => limits.cap_memory_range(this.store, base, size));
  }

  /** Keeps the first `limit` units of memory, and unmapped memory; 0 is no limit. */
  mem_limit_remove_map(limit: number): number {
    return this.attempt(() => limits.mem_limit_remove_map(this.store, limit));
  }

  /** Shrinks each entry of memory inward to multiples of `align`. */
  trim_memory(align: number): number {
    return this.attempt(() => limits.trim_memory(this.store, align));
  }

  /** From then on a full list may grow into a frame. */
  allow_resize(): void {
    this.store.allow_resize();
  }

  set_bottom_up(enable: boolean): void {
    this.store.bottom_up = enable;
  }

  bottom_up(): boolean {
    return this.store.bottom_up;
  }

  /** What allocations without an upper bound keep to. */
  set_current_limit(limit: number): void {
    this.store.current_limit = Math.min(Math.max(limit, 0), ADDRESS_MAX);
  }

  /** `MEMBLOCK_ALLOC_ANYWHERE` at first. */
  get_current_limit(): number {
    return this.store.current_limit;
  }

  /** A change of the lists, while boot lasts. */
  protected attempt(change: () => number): number {
    return this.store.handed_over ? EBUSY : this.all_or_nothing(change);
  }

  private all_or_nothing(change: () => number): number {
    this.before.set(this.state);
    const answer = change();
    if (answer < 0) this.state.set(this.before);
    return answer;
  }
}
