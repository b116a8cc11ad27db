/** The words of the rules, each once. */
export const GLOSSARY: readonly (readonly [word: string, meaning: string])[] = [
  ["frame", "a page of physical memory, numbered from 0; the frames of a run are its **pool**"],
  ["range", "frames that follow each other: `0..1` are frames 0 and 1"],
  ["owner", "who a reservation belongs to, numbered from 1: a boot loader's image, an initrd, a device tree"],
  [
    "slice",
    "a live borrow of reserved frames, as a `&[u8]` into an initrd is one; slices of one range count",
  ],
  ["block", "frames that were allocated in one go; a frame allocated by itself is a block of one"],
  ["command", "one request of a client to an allocator, with its arguments"],
  ["reason", "why a command is refused; several may be true at once, and any of them is a right answer"],
  ["rule", "a reason of one command (`release/live-slice`) or a constraint on what it answers"],
  ["view", "a set of frames or ranges computed once a state, such as those under a live slice"],
  ["contract", "what an allocator promises to do about each reason; `strict` refuses for all of them"],
  ["trace", "commands from the initial state on, all frames free, each with its answer"],
  [
    "strip",
    "the frames after a command: `.` free, a digit for the owner of a reservation, `#` allocated, `+` further on in a block; a second line marks with `=` what is under a live slice",
  ],
];
