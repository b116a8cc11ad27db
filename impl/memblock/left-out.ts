/** Which Linux is meant, and what of its interface there is not here. */

/** The version that memblock was compared with: all that is said of Linux is said of it. */
export const LINUX_VERSION = "7.2.13";

/** Names of `include/linux/memblock.h`, and why they are left out. */
export interface LeftOut {
  readonly names: readonly string[];
  readonly because: string;
}

const leftOut = (because: string, names: string): LeftOut => ({ names: names.split(" "), because });

/** All of that file that has no row in `API`. */
export const LEFT_OUT: readonly LeftOut[] = [
  leftOut(
    "parts of one entry, which tests read from the list itself",
    "for_each_mem_region memblock_get_region_node memblock_set_region_node memblock_is_hotpluggable " +
      "memblock_is_mirror memblock_is_nomap memblock_is_driver_managed memblock_is_reserved_noinit " +
      "memblock_is_kho_scratch memblock_region_memory_base_pfn memblock_region_memory_end_pfn " +
      "memblock_region_reserved_base_pfn memblock_region_reserved_end_pfn",
  ),
  leftOut(
    "other ways to walk or search the two lists",
    "for_each_reserved_mem_range __for_each_mem_range __for_each_mem_range_rev __next_mem_range " +
      "__next_mem_range_rev __next_mem_pfn_range memblock_search_pfn_nid",
  ),
  leftOut("what `memblock_reserve` and `memblock_reserve_kern` come down to", "__memblock_reserve"),
  leftOut(
    "marks of reservations, which say how the page allocator sets its own data up",
    "memblock_reserved_mark_noinit memblock_reserved_mark_kern",
  ),
  leftOut(
    "sums over the lists",
    "memblock_reserved_kern_size memblock_estimated_nr_free_pages memblock_validate_numa_coverage",
  ),
  leftOut(
    "a third list, of what firmware reports, which few machines keep",
    "memblock_physmem_add for_each_physmem_range __next_physmem_range",
  ),
  leftOut(
    "memory that one kernel hands to the next (kexec handover)",
    "memblock_mark_kho_scratch memblock_clear_kho_scratch memblock_set_kho_scratch_only " +
      "memblock_clear_kho_scratch_only memmap_init_kho_scratch_pages",
  ),
  leftOut(
    "what halts the machine or prints",
    "memblock_alloc_or_panic __memblock_alloc_or_panic memblock_dump_all",
  ),
  leftOut(
    "the kernel around it",
    "memblock_discard reset_all_zones_managed_pages alloc_large_system_hash early_memtest " +
      "memtest_report_meminfo",
  ),
];
