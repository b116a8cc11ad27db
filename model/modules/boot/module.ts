/** The module `boot`: the packed initrd, from the boot loader until its frames come back. */
import type { Clause, Module } from "../../rules/module.js";
import { placesOf, read } from "../../state/layout.js";
import { planesOf } from "../../state/views.js";
import { BOOT_INVARIANTS } from "./invariants.js";
import { BOOT_RULES, RELEASE_IMAGE } from "./rules.js";
import { BOOT_STATE } from "./state.js";
import { BOOT_STRIP } from "./strip.js";
import { BOOT_VIEWS } from "./views.js";

/** What of the initrd is also the crash kernel's stays. */
const SPARED: Clause = {
  id: "free-initrd-spares-crashkernel",
  statement: "free-initrd leaves the frames of the crash kernel reserved, and frees the others",
  because: "the kernel that is started after a crash is loaded there, and nobody looks before it is needed",
  spares: true,
  bind: (command, { scope, layout }) => {
    if (command.kind !== "free-initrd") return null;
    const owned = planesOf(scope, layout)[1]!;
    const crash = placesOf(layout, "crash");
    return (words, at) => {
      for (let w = 0; w < owned.length; w++)
        words[at + owned[w]!.word]! |= read(words, at, crash[w]!) << owned[w]!.shift;
    };
  },
};

/** The module `boot`, whole. */
export const BOOT: Module = {
  id: "boot",
  statement: "a boot loader puts an initrd into memory, which is reserved, unpacked and given back",
  rules: BOOT_RULES,
  invariants: BOOT_INVARIANTS,
  reasons: { release: [RELEASE_IMAGE] },
  views: BOOT_VIEWS,
  state: BOOT_STATE,
  clauses: [SPARED],
  strip: BOOT_STRIP,
  frameKinds: [
    { id: "crashkernel", view: BOOT_VIEWS.crash, rank: 5.2, beside: true },
    { id: "initrd", view: BOOT_VIEWS.initrd, rank: 5.4, beside: true },
  ],
  holders: [
    {
      id: "crashkernel",
      view: BOOT_VIEWS.crash,
      givenBackBy: [],
      forEver: "it is kept for the kernel after a crash",
    },
    {
      id: "retained",
      view: BOOT_VIEWS.kept,
      givenBackBy: [],
      forEver: "it is to be retained, or a slice of it was leaked",
    },
    { id: "initrd-edge", view: BOOT_VIEWS["edge-bytes"], givenBackBy: ["free-initrd"] },
    { id: "initrd", view: BOOT_VIEWS.initrd, givenBackBy: ["free-initrd"] },
  ],
  words: [
    ["initrd", "the packed first files of a system, which a boot loader puts into memory"],
    ["edge frame", "a frame in which an image begins or ends, and of which it covers a part"],
  ],
};
