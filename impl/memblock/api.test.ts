/** The calls under their names in Linux: those there are, and those that are left out. */
import { expect, test } from "vitest";
import { API } from "./api.js";
import { LEFT_OUT } from "./left-out.js";

/** Functions and walks of `include/linux/memblock.h`, in its order. */
const HEADER = `
  memblock_discard memblock_allow_resize memblock_add_node memblock_add memblock_remove memblock_phys_free
  __memblock_reserve memblock_reserve memblock_reserve_kern memblock_physmem_add memblock_trim_memory
  memblock_overlaps_region memblock_validate_numa_coverage memblock_mark_hotplug memblock_clear_hotplug
  memblock_mark_mirror memblock_mark_nomap memblock_clear_nomap memblock_reserved_mark_noinit
  memblock_reserved_mark_kern memblock_mark_kho_scratch memblock_clear_kho_scratch memblock_free
  reset_all_zones_managed_pages __next_mem_range __next_mem_range_rev __next_physmem_range
  for_each_physmem_range __for_each_mem_range __for_each_mem_range_rev for_each_mem_range
  for_each_mem_range_rev for_each_reserved_mem_range memblock_is_hotpluggable memblock_is_mirror
  memblock_is_nomap memblock_is_reserved_noinit memblock_is_driver_managed memblock_is_kho_scratch
  memblock_search_pfn_nid __next_mem_pfn_range for_each_mem_pfn_range for_each_free_mem_range
  for_each_free_mem_range_reverse memblock_set_node memblock_set_region_node memblock_get_region_node
  memblock_phys_alloc_range memblock_alloc_range_nid memblock_phys_alloc_try_nid memblock_phys_alloc
  memblock_alloc_exact_nid_raw memblock_alloc_try_nid_raw memblock_alloc_try_nid memblock_alloc
  memblock_alloc_or_panic __memblock_alloc_or_panic memblock_alloc_raw memblock_alloc_from memblock_alloc_low
  memblock_alloc_node memblock_set_bottom_up memblock_bottom_up memblock_phys_mem_size memblock_reserved_size
  memblock_reserved_kern_size memblock_estimated_nr_free_pages memblock_start_of_DRAM memblock_end_of_DRAM
  memblock_enforce_memory_limit memblock_cap_memory_range memblock_mem_limit_remove_map memblock_is_memory
  memblock_is_map_memory memblock_is_region_memory memblock_is_reserved memblock_is_region_reserved
  memblock_dump_all memblock_set_current_limit memblock_get_current_limit memblock_region_memory_base_pfn
  memblock_region_memory_end_pfn memblock_region_reserved_base_pfn memblock_region_reserved_end_pfn
  for_each_mem_region for_each_reserved_mem_region alloc_large_system_hash early_memtest
  memtest_report_meminfo memblock_set_kho_scratch_only memblock_clear_kho_scratch_only
  memmap_init_kho_scratch_pages`
  .trim()
  .split(/\s+/);

/** What there is of `mm/memblock.c` beside it. */
const INTERNAL = ["memblock_alloc_internal", "memblock_free_all", "memmap_init_reserved_pages"];

test("every call has the name that Linux has, and what there is not is said to be left out", () => {
  const told = [...API.map(({ linux }) => linux), ...LEFT_OUT.flatMap(({ names }) => names)];
  expect(told.toSorted()).toEqual([...HEADER, ...INTERNAL].toSorted());
});

test("a call here is its name in Linux without memblock_", () => {
  for (const { call, linux } of API) expect(linux.replace(/^memblock_/, "")).toBe(call);
});
