/** The faulty versions of the allocators of several CPUs, for each rule those that are found under it. */
export const RACES: Readonly<Record<string, readonly string[]>> = {
  "alloc/exhausted": ["hazard-stack-trusts-a-tag"],
  "alloc/free-frame": [
    "cached-list-hands-out-twice",
    "cached-list-keeps-reserved",
    "counted-frames-counts-by-store",
    "locked-bitmap-scans-outside",
  ],
  "alloc/legal": ["hazard-stack-notes-nothing", "locked-bitmap-loses-count"],
  "borrow/not-reserved": ["cas-bitmap-speculates", "locked-bitmap-unlocks-between"],
  deadlock: ["locked-bitmap-locks-in-two-orders"],
  endless: ["locked-bitmap-waits-for-room"],
  "frame-given-up": ["cleared-frames-poisons-late", "cleared-frames-reads-late"],
  "frame-not-cleared": ["cleared-frames-publishes-early"],
  "lock-kept": ["locked-bitmap-keeps-its-lock"],
  "lock-of-another": ["locked-bitmap-unlocks-twice"],
  "not-linearizable": ["locked-bitmap-explains-late"],
  payload: ["cleared-frames-clears-early"],
  "release/live-slice": ["cas-bitmap-splits-pins", "locked-bitmap-counts-outside"],
  "release/not-reserved": ["locked-bitmap-releases-twice"],
  "reserve/legal": ["cached-list-keeps-cached"],
  "reserve/overlaps-reserved": [
    "cached-list-drains-stale",
    "cas-bitmap-stores-words",
    "locked-bitmap-locks-nothing",
  ],
};
