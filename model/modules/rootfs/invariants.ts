/** What the module `rootfs` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { BOOT_VIEWS } from "../boot/views.js";
import { ROOTFS_VIEWS } from "./views.js";

export const ROOTFS_INVARIANTS: readonly Invariant[] = [
  {
    id: "files-in-reserved",
    statement: "every frame that a file has for itself is reserved",
    because: "who has it open would read what others write there",
    never: [ROOTFS_VIEWS.copies],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "shows-in-initrd",
    statement: "every frame that a file shows in place is of an initrd that is reserved",
    because: "there is no copy, so its bytes are those that lie there",
    never: [ROOTFS_VIEWS["in-place"]],
    unless: [BOOT_VIEWS.initrd],
  },
];
