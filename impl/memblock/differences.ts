/** Where Linux leaves something undefined, or does what it cannot mean, and what is done here instead. */

/** One such place: what is the matter, what Linux does, what is done here. */
export interface Difference {
  readonly when: string;
  readonly linux: string;
  readonly here: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    when: "a list is full and may not grow",
    linux: "halts, or returns an error half-way",
    here: "refuses, and nothing has changed",
  },
  {
    when: "an array grows while its range is removed or unmapped",
    linux: "may put the array into that range: only a reservation is kept clear",
    here: "refuses",
  },
  {
    when: "a list grows while the array before lies in the same memory",
    linux: "frees the old array before it reserves the new one, whose frame may be taken meanwhile",
    here: "reserves the new one first",
  },
  {
    when: "an array grows for a reservation from address 0 on",
    linux: "passes that address as an upper bound, where 0 and 1 mean the current limit",
    here: "looks for nothing below it",
  },
  {
    when: "a place is found and the list cannot hold it",
    linux: "looks on as if there were no place: on another node, or below the window",
    here: "refuses",
  },
  {
    when: "a caller frees an array of memblock's own",
    linux: "frees it, and goes on reading it (29f6738609e4 was one such caller)",
    here: "refuses",
  },
  {
    when: "an entry of memory is trimmed",
    linux: "leaves the total as it was",
    here: "counts what is left",
  },
  {
    when: "a cap ends in memory that is not mapped",
    linux: "leaves that in two entries that are alike",
    here: "joins them",
  },
  {
    when: "a cap whose end passes the highest address",
    linux: "frees every reservation",
    here: "ends at the highest address",
  },
  {
    when: "there is no memory and its end is asked for",
    linux: "reads before its array",
    here: "answers 0",
  },
  {
    when: "an alignment is no power of two, or beyond all memory",
    linux: "computes with it, and may wrap around",
    here: "finds nothing",
  },
  {
    when: "a frame is freed in two parts after boot",
    linux: "rounds each inward and loses the frame to both sides",
    here: "hands it over with the last of its claims",
  },
  {
    when: "lists are changed after boot",
    linux: "changes lists that nobody reads any more",
    here: "refuses, but for freeing",
  },
];
