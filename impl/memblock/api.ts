/** The calls of Linux's memblock, and as which command each is checked: for the page about it. */
import type { CommandKind } from "../../model/words/commands.js";
import type { Memblock } from "./memblock.js";

/** A call: its method here, which is Linux's name without `memblock_`, if that begins so. */
export interface ApiCall {
  readonly call: keyof Memblock;
  /** Its whole name in Linux. */
  readonly linux: string;
  /** The command it answers, `queries` where each state is asked, or `null`: tests alone call it. */
  readonly as: CommandKind | "queries" | null;
  /** What it is for, or how it is asked. */
  readonly what: string;
}

const row = (call: keyof Memblock, as: ApiCall["as"], what: string): ApiCall => ({
  call,
  linux: `memblock_${call}`,
  as,
  what,
});

/** A walk, or what else does not begin with `memblock_` in Linux. */
const plain = (...of: Parameters<typeof row>): ApiCall => ({ ...row(...of), linux: of[0] });

/** Every call there is here. */
export const API: readonly ApiCall[] = [
  row("add", null, "`add_node` of no node"),
  row("add_node", "add", "memory, with its node"),
  row("remove", "remove", "no longer memory"),
  row("reserve", "reserve", "a range, memory or not"),
  row("reserve_kern", null, "a reservation as an allocation makes it"),
  row("phys_free", "release", "whoever reserved it"),
  row("free", null, "`phys_free` by pointer; nothing for none"),
  row("phys_alloc_range", "alloc-range", "`phys` between two bounds"),
  row("phys_alloc_try_nid", "alloc-range", "`phys` with a node"),
  row("alloc_try_nid", "alloc-range", "`virt`: a lower bound that is in the way is dropped"),
  row("alloc_exact_nid_raw", "alloc-range", "`exact`: on no other node"),
  row("phys_alloc", null, "`phys_alloc_range` without bounds"),
  row("alloc_range_nid", null, "what all allocations come down to"),
  row("alloc_internal", null, "what those by virtual address come down to"),
  row("alloc_try_nid_raw", null, "`alloc_try_nid`, not zeroed"),
  row("alloc", null, "`alloc_try_nid` without bounds and node"),
  row("alloc_raw", null, "the same, not zeroed"),
  row("alloc_from", null, "with a lower bound"),
  row("alloc_low", null, "in low memory"),
  row("alloc_node", null, "on a node"),
  row("set_bottom_up", "set-direction", "from below, or from above"),
  row("set_current_limit", "set-limit", "how far memory is accessible"),
  row("enforce_memory_limit", "enforce-limit", "`mem=` of the command line"),
  row("cap_memory_range", "cap", "`elfcorehdr=` and the like"),
  row("mem_limit_remove_map", "limit-map", "a limit that leaves what is not mapped"),
  row("trim_memory", "trim", "to whole large pages"),
  row("set_node", "set-node", "the node of memory"),
  plain("memmap_init_reserved_pages", null, "the node of reservations"),
  row("mark_hotplug", "mark", "memory that may be unplugged"),
  row("mark_mirror", "mark", "memory that is kept twice; there is no way back"),
  row("mark_nomap", "mark", "memory that the kernel does not map"),
  row("clear_hotplug", "clear", ""),
  row("clear_nomap", "clear", ""),
  row("allow_resize", "allow-resize", "the lists may grow from now on"),
  row("free_all", "end-boot", "free frames go to the page allocator, a binary buddy here"),
  row("phys_mem_size", "queries", ""),
  row("reserved_size", "queries", ""),
  row("start_of_DRAM", "queries", ""),
  row("end_of_DRAM", "queries", ""),
  row("is_memory", "queries", "of each unit"),
  row("is_reserved", "queries", "of each unit"),
  row("is_map_memory", "queries", "of each unit"),
  row("is_region_memory", "queries", "of each range: all of it in one entry"),
  row("is_region_reserved", "queries", "of each range: any of it"),
  plain("for_each_free_mem_range", "queries", "the units it visits"),
  plain("for_each_free_mem_range_reverse", "queries", "the units it visits"),
  plain("for_each_reserved_mem_region", "queries", "the units it visits"),
  row("get_current_limit", "queries", ""),
  row("bottom_up", "queries", ""),
  row("overlaps_region", null, "any of a range in a list"),
  plain("for_each_mem_range", null, "mapped memory"),
  plain("for_each_mem_range_rev", null, "the same from above"),
  plain("for_each_mem_pfn_range", null, "whole frames of memory"),
];

/** What is not of Linux: what the socket needs to look at. */
export const BESIDES: readonly (keyof Memblock)[] = [
  "state",
  "pool",
  "handed_over",
  "holds_array",
  "is_free_frame",
  "entries",
  "array",
  "audit",
];
