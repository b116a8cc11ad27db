/**
 * The checks of Linux's own suite (`tools/testing/memblock/tests`) that are made here too, for the page about
 * memblock. A test holds this to the titles of the tests.
 */

/** The checks of one file of tests. */
export interface SuitePart {
  /** The files of Linux they come from. */
  readonly from: string;
  /** The file here, compiled. */
  readonly tests: string;
  /** How many tests run: most checks run in both directions, with and without zeroing. */
  readonly runs: number;
  /** The names of the checks, without `_check`. */
  readonly checks: readonly string[];
}

/** All of them. */
export const SUITE: readonly SuitePart[] = [
  {
    from: "basic_api.c",
    tests: "basic.test.js",
    runs: 41,
    checks: names(
      "initialization add_simple add_disjoint add_overlap_top add_overlap_bottom add_within add_twice " +
        "add_between add_near_max reserve_simple reserve_disjoint reserve_overlap_top reserve_overlap_bottom " +
        "reserve_within reserve_twice reserve_between reserve_near_max remove_simple remove_absent " +
        "remove_overlap_top remove_overlap_bottom remove_within remove_only_region remove_near_max " +
        "remove_overlap_two free_simple free_absent free_overlap_top free_overlap_bottom free_within " +
        "free_only_region free_near_max free_overlap_two add_node_simple set_bottom_up bottom_up " +
        "trim_memory_aligned trim_memory_too_small trim_memory_unaligned_base trim_memory_unaligned_end " +
        "overlaps_region",
    ),
  },
  {
    from: "basic_api.c, where lists grow",
    tests: "basic-growth.test.js",
    runs: 5,
    checks: names("add_many reserve_many reserve_all_locations reserve_many_may_conflict set_node"),
  },
  {
    from: "alloc_api.c, alloc_helpers_api.c",
    tests: "alloc.test.js",
    runs: 58,
    checks: names(
      "alloc_simple alloc_disjoint alloc_before alloc_after alloc_second_fit alloc_in_between " +
        "alloc_small_gaps alloc_all_reserved alloc_no_space alloc_limited_space alloc_no_memory " +
        "alloc_too_large alloc_from_simple alloc_from_misaligned alloc_from_top_down_high_addr " +
        "alloc_from_top_down_no_space_above alloc_from_top_down_min_addr_cap alloc_from_bottom_up_high_addr " +
        "alloc_from_bottom_up_no_space_above alloc_from_bottom_up_min_addr_cap",
    ),
  },
  {
    from: "alloc_nid_api.c",
    tests: "alloc-nid.test.js",
    runs: 78,
    checks: names(
      "alloc_nid_simple alloc_nid_misaligned alloc_nid_exact_address alloc_nid_narrow_range " +
        "alloc_nid_low_max alloc_nid_min_reserved alloc_nid_max_reserved alloc_nid_reserved_with_space " +
        "alloc_nid_reserved_full_merge alloc_nid_reserved_no_space alloc_nid_reserved_all alloc_nid_cap_max " +
        "alloc_nid_cap_min",
    ),
  },
  {
    from: "alloc_nid_api.c, alloc_exact_nid_api.c",
    tests: "numa.test.js",
    runs: 80,
    checks: names(
      "alloc_nid_numa_simple alloc_nid_numa_small_node alloc_nid_numa_node_reserved " +
        "alloc_nid_numa_part_reserved alloc_nid_numa_part_reserved_fallback alloc_nid_numa_split_range_low " +
        "alloc_nid_numa_split_range_high alloc_nid_numa_no_overlap_split alloc_nid_numa_no_overlap_low " +
        "alloc_nid_numa_no_overlap_high alloc_nid_numa_large_region alloc_nid_numa_split_all_reserved " +
        "alloc_nid_numa_reserved_full_merge alloc_exact_nid_numa_simple alloc_exact_nid_numa_small_node " +
        "alloc_exact_nid_numa_node_reserved alloc_exact_nid_numa_part_reserved " +
        "alloc_exact_nid_numa_part_reserved_fail alloc_exact_nid_numa_split_range_low " +
        "alloc_exact_nid_numa_split_range_high alloc_exact_nid_numa_no_overlap_split " +
        "alloc_exact_nid_numa_no_overlap_low alloc_exact_nid_numa_no_overlap_high " +
        "alloc_exact_nid_numa_large_region alloc_exact_nid_numa_split_all_reserved " +
        "alloc_exact_nid_numa_reserved_full_merge alloc_node_numa_on_correct_nid",
    ),
  },
];

function names(text: string): readonly string[] {
  return text.split(" ");
}
