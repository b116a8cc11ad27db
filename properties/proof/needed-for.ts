/**
 * What each rule of the core is needed for at any size: the invariants that are lost without it, all other
 * rules of the core kept. As `allocheck prove` comes to it, to which a test of the night holds it.
 */

/** By the key of the rule, the ids of invariants; none where the others keep all of them without it. */
export const NEEDED_FOR: Readonly<Record<string, readonly string[]>> = {
  "reserve/overlaps-reserved": ["slices-of-one-owner", "one-holder"],
  "reserve/overlaps-allocated": ["one-holder"],
  "release/not-reserved": [],
  "release/foreign-owner": [],
  "release/live-slice": ["slices-in-reserved"],
  "borrow/not-reserved": ["slices-in-reserved"],
  "borrow/mixed-owners": ["slices-of-one-owner"],
  "drop/no-such-slice": ["well-formed"],
  "alloc/exhausted": [],
  "alloc/free-frame": ["one-holder"],
  "free/already-free": [],
  "free/reserved": [],
};
