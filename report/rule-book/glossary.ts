/** The words of the rules, each once. */
export const GLOSSARY: readonly (readonly [word: string, meaning: string])[] = [
  ["frame", "a page of physical memory, numbered from 0; the frames of a run are its **pool**"],
  ["range", "frames that follow each other: `0..1` are frames 0 and 1"],
  ["owner", "who a reservation belongs to, numbered from 1: a boot loader's image, an initrd, a device tree"],
  [
    "slice",
    "a live borrow of reserved frames, as a `&[u8]` into an initrd is one; slices of one range count",
  ],
  [
    "keeper",
    "who has a slice: the call that borrowed it, a **stash** (somebody stored it until they say otherwise), a " +
      "file it was **inserted** into without a copy, or nobody ever again: it was **leaked**",
  ],
  [
    "handle",
    "what a client holds in a numbered **slot**: the name of a frame it allocated, a slice, or an address kept " +
      "as a number; it is **stale** once a frame of it was given back, and a **sweep** empties such slots",
  ],
  ["protected", "reserved for good, whatever is released around it: a crash kernel, a device tree"],
  ["block", "frames that were allocated in one go; a frame allocated by itself is a block of one"],
  ["unit", "a part of a frame, where a run counts reservations in less than frames"],
  [
    "command",
    "one request of a client to an allocator, with its arguments; to **touch** is to read or write",
  ],
  ["module", "a part of the specification: commands, and rules it adds to those of others"],
  ["reason", "why a command is refused; several may be true at once, and any of them is a right answer"],
  ["rule", "a reason of one command (`release/live-slice`) or a constraint on what it answers"],
  ["clause", "what a command does beside what it names: a release makes handles stale"],
  ["property", "what must hold of every state of an allocator, whichever command led there"],
  ["invariant", "the same of the specification by itself, with no allocator in it"],
  ["view", "a set of frames or ranges computed once a state, such as those under a live slice"],
  ["contract", "what an allocator promises to do about each reason; `strict` refuses for all of them"],
  ["trace", "commands from the initial state on, all frames free, each with its answer"],
  [
    "strip",
    "the frames after a command: `.` free, a digit for the owner of a reservation, `#` allocated, `+` further on in a block; a second line marks with `=` what is under a live slice, and further lines, each with its name, what else is known",
  ],
];
