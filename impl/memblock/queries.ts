/** What one may ask memblock. Nothing here changes a byte. */
import { flags as FLAGS, memblock_cap_size, NUMA_NO_NODE, numa_valid_node } from "./constants.js";
import { double_array, holds_array } from "./growth.js";
import { is_free_frame } from "./hand-over.js";
import { type MemblockOptions, Store } from "./layout.js";
import type { Regions } from "./regions.js";
import { each_free, each_free_reverse, should_skip_region, type Visit } from "./search.js";

/** Which of the two lists. */
export type ListName = "memory" | "reserved";

/** An entry of a list. */
export interface Region {
  readonly base: number;
  readonly size: number;
  readonly flags: number;
  readonly nid: number;
}

export class Queries {
  protected readonly store: Store;

  /** There is no memory at first. */
  constructor(options: MemblockOptions) {
    this.store = new Store(options, (...growing) => this.grow(...growing));
  }

  /** How a full list grows. */
  protected grow(store: Store, list: Regions, avoid_start: number, avoid_size: number): boolean {
    return double_array(store, list, avoid_start, avoid_size);
  }

  /** All bytes that matter. */
  get state(): Uint8Array {
    return this.store.state;
  }

  /** The page allocator behind, for what is asked of it once boot is over. It has no frame before. */
  get pool() {
    return this.store.pool;
  }

  /** The bytes that it keeps for others. */
  get further(): Uint8Array {
    return this.store.further;
  }

  get handed_over(): boolean {
    return this.store.handed_over;
  }

  phys_mem_size(): number {
    return this.store.memory.total_size;
  }

  reserved_size(): number {
    return this.store.reserved.total_size;
  }

  /** Where memory begins; 0 where there is none. */
  start_of_DRAM(): number {
    return this.store.memory.cnt === 0 ? 0 : this.store.memory.base(0);
  }

  /** Where memory ends; 0 where there is none (Linux then reads before its array). */
  end_of_DRAM(): number {
    const { memory } = this.store;
    return memory.cnt === 0 ? 0 : memory.end(memory.cnt - 1);
  }

  is_memory(address: number): boolean {
    return this.store.memory.search(address) >= 0;
  }

  is_reserved(address: number): boolean {
    return this.store.reserved.search(address) >= 0;
  }

  /** Whether an address is memory that the kernel maps. */
  is_map_memory(address: number): boolean {
    const { memory } = this.store;
    const i = memory.search(address);
    return i >= 0 && (memory.flags(i) & FLAGS.NOMAP) === 0;
  }

  /** Whether a range lies in one entry of memory: two that touch do not answer together. */
  is_region_memory(base: number, size: number): boolean {
    const { memory } = this.store;
    const i = memory.search(base);
    return i >= 0 && memory.end(i) >= base + memblock_cap_size(base, size);
  }

  /** Whether any of a range is reserved. */
  is_region_reserved(base: number, size: number): boolean {
    return this.store.reserved.overlaps(base, size);
  }

  /** Whether an address is reserved as an allocation. */
  is_allocation(address: number): boolean {
    const { reserved } = this.store;
    const i = reserved.search(address);
    return i >= 0 && (reserved.flags(i) & FLAGS.RSRV_KERN) !== 0;
  }

  overlaps_region(list: ListName, base: number, size: number): boolean {
    return this.list(list).overlaps(base, size);
  }

  /**
   * Whether a grown array of memblock's own lies in the range: nobody asked for it, and nobody may free it.
   */
  holds_array(base: number, size: number): boolean {
    return holds_array(this.store, base, size);
  }

  /**
   * Whether a frame is all memory that may be handed out and that nobody has reserved. Of the page allocator
   * it knows nothing.
   */
  is_free_frame(frame: number): boolean {
    return is_free_frame(this.store, frame);
  }

  /** The entries of a list in order, as they are now. */
  entries(list: ListName): Region[] {
    const regions = this.list(list);
    return Array.from({ length: regions.cnt }, (_, i) => ({
      base: regions.base(i),
      size: regions.size(i),
      flags: regions.flags(i),
      nid: regions.nid(i),
    }));
  }

  /** How many entries a list has, how many have room, and where its array lies (`STATIC` at first). */
  array(list: ListName): { readonly cnt: number; readonly max: number; readonly place: number } {
    const { cnt, max, place } = this.list(list);
    return { cnt, max, place };
  }

  /** The free ranges of a node (or of any) that the flags do not rule out. A walk must change nothing. */
  for_each_free_mem_range(nid: number, flags: number, visit: Visit): void {
    each_free(this.store, nid, flags, visit);
  }

  for_each_free_mem_range_reverse(nid: number, flags: number, visit: Visit): void {
    each_free_reverse(this.store, nid, flags, visit);
  }

  /** The entries of memory that are mapped. */
  for_each_mem_range(visit: Visit): void {
    for (let i = 0; i < this.store.memory.cnt; i++) if (this.tell(i, visit)) return;
  }

  for_each_mem_range_rev(visit: Visit): void {
    for (let i = this.store.memory.cnt - 1; i >= 0; i--) if (this.tell(i, visit)) return;
  }

  for_each_reserved_mem_region(visit: Visit): void {
    const { reserved } = this.store;
    for (let i = 0; i < reserved.cnt; i++)
      if (visit(reserved.base(i), reserved.end(i), reserved.nid(i)) === true) return;
  }

  /**
   * The frames that entries of memory on a node (or on any) fill, mapped or not: first, and behind the last.
   */
  for_each_mem_pfn_range(nid: number, visit: Visit): void {
    const { memory, page } = this.store;
    for (let i = 0; i < memory.cnt; i++) {
      const [first, behind] = [Math.ceil(memory.base(i) / page), Math.floor(memory.end(i) / page)];
      if (first >= behind || (numa_valid_node(nid) && nid !== memory.nid(i))) continue;
      if (visit(first, behind, memory.nid(i)) === true) return;
    }
  }

  /** What is wrong with the bytes, or `null`. */
  audit(): string | null {
    const { memory, reserved, pool } = this.store;
    const of = (name: string, wrong: string | null) => (wrong === null ? null : `${name}: ${wrong}`);
    return of("memory", memory.audit()) ?? of("reserved", reserved.audit()) ?? of("pool", pool.audit());
  }

  protected list(name: ListName): Regions {
    return this.store[name];
  }

  private tell(i: number, visit: Visit): boolean {
    const { memory } = this.store;
    if (should_skip_region(this.store, i, NUMA_NO_NODE, FLAGS.HOTPLUG | FLAGS.DRIVER_MANAGED)) return false;
    return visit(memory.base(i), memory.end(i), memory.nid(i)) === true;
  }
}
