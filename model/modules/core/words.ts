/** What the module `core` is called by. */
import { answers, takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "core",
  place: 1,
  countsIn: "units",
  commands: {
    reserve: takes("reserve", "takes-range", "range", "owner"),
    release: takes("release", "gives-reserved", "range", "owner"),
    borrow: takes("borrow", "uses-reserved", "range"),
    drop: takes("drop", null, "range"),
    alloc: answers("frame", "alloc", "takes-frame"),
    free: takes("free", "gives-allocated", "frame"),
  },
  reasons: {
    "overlaps-reserved": -2,
    "overlaps-allocated": -3,
    "not-reserved": -4,
    "foreign-owner": -5,
    "live-slice": -6,
    "mixed-owners": -7,
    "no-such-slice": -8,
    exhausted: -9,
    "already-free": -10,
    reserved: -11,
  },
  bounds: {
    // A range number must fit 16 bits and an owner a byte.
    /** Page frames, numbered 0 to `frames - 1`. */
    frames: { least: 1, most: 64, standard: 4, help: "page frames" },
    /** Owners of reservations, numbered 1 to `owners`. */
    owners: { least: 1, most: 8, standard: 2, help: "owners of reservations" },
    /** The most slices alive at once: a bound of the run, not a rule for allocators. */
    slices: { least: 1, most: 16, standard: 3, help: "the most slices alive at once" },
  },
} as const satisfies ModuleWords;
