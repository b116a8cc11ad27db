/** Where memblock does not do here what it does in Linux, and why. */

/** One such place: what is the matter, what Linux does, what is done here, and the reason. */
export interface Difference {
  readonly when: string;
  readonly linux: string;
  readonly here: string;
  readonly because: string;
}

/** While boot lasts. */
const BOOT: readonly Difference[] = [
  {
    when: "a list is full and may not grow",
    linux: "halts, or returns an error half-way",
    here: "refuses, and nothing has changed",
    because: "a refusal that leaves half of its work is none",
  },
  {
    when: "an array grows while its range is removed or unmapped",
    linux: "may put the array into that range: only a reservation is kept clear",
    here: "refuses",
    because: "the array would lie in no memory",
  },
  {
    when: "a list grows while the array before lies in the same memory",
    linux: "frees the old array before it reserves the new one, whose frame may be taken meanwhile",
    here: "reserves the new one first",
    because: "two arrays would lie in one frame",
  },
  {
    when: "the list of memory grows again while that of reservations has room for just two entries more",
    linux: "succeeds: the old array's entry has gone before the new one's comes",
    here: "must grow that list too, and refuses where there is no frame for it",
    because: "the price of reserving the new array first",
  },
  {
    when: "an array grows for a reservation from address 0 on",
    linux: "passes that address as an upper bound, where 0 and 1 mean the current limit",
    here: "looks for nothing below it",
    because: "the array would lie in what is being reserved",
  },
  {
    when: "a place is found and the list cannot hold it",
    linux: "looks on as if there were no place: on another node, or below the window",
    here: "refuses",
    because: "Linux says of itself that it looks on only where there is no place",
  },
  {
    when: "a caller frees an array of memblock's own",
    linux: "frees it, and goes on reading it (29f6738609e4 was one such caller)",
    here: "refuses",
    because: "its next owner would write into the list",
  },
  {
    when: "an entry of memory is trimmed",
    linux: "leaves the total as it was",
    here: "counts what is left",
    because: "`memblock_phys_mem_size` would be wrong from then on",
  },
  {
    when: "a cap ends in memory that is not mapped",
    linux: "leaves that in two entries that are alike",
    here: "joins them",
    because: "elsewhere entries that touch and are alike are one",
  },
  {
    when: "a cap whose end passes the highest address",
    linux: "frees every reservation",
    here: "ends at the highest address",
    because: "Linux computes an end that wraps around",
  },
  {
    when: "there is no memory and its end is asked for",
    linux: "reads before its array",
    here: "answers 0",
    because: "what lies there is undefined",
  },
  {
    when: "an alignment is no power of two, or beyond all memory",
    linux: "computes with it, and may wrap around",
    here: "finds nothing",
    because: "what comes out is undefined",
  },
  {
    when: "two reservations touch and differ in node or flags",
    linux: "walks the empty range between them as free, and may allocate a size of 0 there",
    here: "walks no empty range, so a size of 0 finds the next place that is free",
    because: "no memory lies in it",
  },
  {
    when: "memory of no node comes by `memblock_add` and by `memblock_add_node`",
    linux: "writes `MAX_NUMNODES` for the first and `NUMA_NO_NODE` for the second, which do not merge",
    here: "writes one number for both, and they merge",
    because: "both mean the same: no node",
  },
  {
    when: "memory is marked as kept twice",
    linux: "does so only where the command line has `kernelcore=mirror`",
    here: "always does",
    because: "without that option the call is empty",
  },
];

/** The end of boot, and what comes after. */
const AFTER_BOOT: readonly Difference[] = [
  {
    when: "boot ends and a list has no room for two entries more",
    linux: "doubles the list to clear marks and to set nodes: takes a frame for it, or halts, or leaves them",
    here: "changes entries where they are, and needs no room",
    because: "to clear every mark splits no entry, and nodes are not set",
  },
  {
    when: "boot ends",
    linux: "gives each reservation the node of its memory, splitting where nodes meet",
    here: "leaves reservations as they are; `memmap_init_reserved_pages` can be called before",
    because: "only `struct page`, which there is none of here, needs it",
  },
  {
    when: "two entries of memory meet in a frame when boot ends",
    linux: "rounds each inward and loses the frame to both sides",
    here: "hands it over if all of it is free",
    because: "no frame may get lost",
  },
  {
    when: "the part of a frame that was reserved is freed after boot",
    linux: "rounds it inward and loses the frame, though all of it is free now",
    here: "hands it over",
    because: "no frame may get lost",
  },
  {
    when: "a frame is freed in two parts after boot",
    linux: "rounds each inward and loses the frame to both sides",
    here: "hands it over with the last of its claims",
    because: "no frame may get lost",
  },
  {
    when: "a reservation is freed after boot that is no memory, not mapped, or a driver's",
    linux: "hands its frames over all the same, if there are such frames",
    here: "frees the reservation, and hands nothing over",
    because: "the page allocator must not hand out what `memblock_free_all` kept from it",
  },
  {
    when: "a range is freed after boot that nobody has reserved",
    linux: "hands its frames over again, free or in use",
    here: "leaves to the page allocator what it has",
    because: "a frame would have two owners",
  },
  {
    when: "memory is asked for after boot",
    linux: "warns, and asks the allocator that has it now",
    here: "answers that there is none",
    because: "here the caller can ask that allocator itself",
  },
  {
    when: "lists are changed after boot",
    linux: "changes lists that nobody reads any more",
    here: "refuses, but for freeing",
    because: "a change without an effect is a mistake of its caller",
  },
];

export const DIFFERENCES: readonly Difference[] = [...BOOT, ...AFTER_BOOT];
