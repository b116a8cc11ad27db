import { MODULES } from "../../model/modules/all.js";

/** The words that every part uses. */
const COMMON: readonly (readonly [word: string, meaning: string])[] = [
  ["frame", "a page of physical memory, numbered from 0; the frames of a run are its **pool**"],
  ["range", "frames that follow each other: `0..1` are frames 0 and 1"],
  ["owner", "who a reservation belongs to, numbered from 1: a boot loader's image, an initrd, a device tree"],
  [
    "slice",
    "a live borrow of reserved frames, as a `&[u8]` into an initrd is one; slices of one range count",
  ],
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

/** The words of the rules, each once: those that every part uses, and then those of the modules. */
export const GLOSSARY = [...COMMON, ...Object.values(MODULES).flatMap(({ words = [] }) => words)];
