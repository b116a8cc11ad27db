/** The module `rootfs`: the unpacked files, until switch_root deletes them and the last user lets go. */
import type { Clause, Module } from "../../rules/module.js";
import { ROOTFS_INVARIANTS } from "./invariants.js";
import { ROOTFS_RULES, SHOWN } from "./rules.js";
import { keeping, ROOTFS_STATE } from "./state.js";
import { ROOTFS_STRIP } from "./strip.js";
import { ROOTFS_VIEWS } from "./views.js";

/** A deleted file is one still, as long as somebody reads it. */
const SPARES_USED: Clause = {
  id: "switch-root-spares-used",
  statement: "switch-root leaves a file its frame that somebody has open or that is behind a loop device",
  because: "a loop device goes on to read the image from which the new root is mounted",
  spares: true,
  bind: ({ kind }, laidOut) => (kind === "switch-root" ? keeping(laidOut, "used") : null),
};

/** It deletes what is on the device of the old root, and does not look behind a mount. */
const SPARES_MOUNTS: Clause = {
  id: "switch-root-spares-mounts",
  statement: "switch-root does not come to a file below a mount, which keeps its frame for good",
  because: "what is mounted there may be a disk, of which it must delete nothing",
  spares: true,
  bind: ({ kind }, laidOut) => (kind === "switch-root" ? keeping(laidOut, "covered") : null),
};

/** The module `rootfs`, whole. */
export const ROOTFS: Module = {
  id: "rootfs",
  statement: "the unpacked files have frames until switch_root deletes them and nobody uses them any more",
  rules: ROOTFS_RULES,
  invariants: ROOTFS_INVARIANTS,
  reasons: { "free-initrd": [SHOWN] },
  views: ROOTFS_VIEWS,
  state: ROOTFS_STATE,
  clauses: [SPARES_USED, SPARES_MOUNTS],
  strip: ROOTFS_STRIP,
  frameKinds: [
    { id: "file", view: ROOTFS_VIEWS.copies, rank: 5.6 },
    { id: "shown", view: ROOTFS_VIEWS["in-place"], rank: 5.3, beside: true },
  ],
  holders: [
    {
      id: "out-of-reach",
      view: ROOTFS_VIEWS["out-of-reach"],
      givenBackBy: [],
      forEver: "switch_root does not delete what lies below a mount, and nobody reaches it afterwards",
    },
    {
      id: "rootfs",
      view: ROOTFS_VIEWS.copies,
      givenBackBy: ["switch-root", "close-file", "detach-loop"],
    },
  ],
  words: [
    ["rootfs", "the first root, in RAM: the unpacked files of an initrd, each with frames of its own"],
    ["in place", "said of a file that shows the packed bytes where they lie, and has no copy"],
  ],
};
