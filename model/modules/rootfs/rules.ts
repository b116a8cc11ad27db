/**
 * The commands of the module `rootfs`: the unpacked files, each of one frame, and what becomes of them.
 *
 * A file either has a frame of its own, into which it was copied, or shows a frame of the initrd in place.
 * switch_root deletes what it finds below the old root. A deleted file is there as long as somebody uses it.
 */
import type { CommandRule, Reason, RuleBound } from "../../rules/rules.js";
import type { View } from "../../state/view.js";
import type { CommandKind } from "../../words/commands.js";
import { RESERVED, reasonsOf, rule, UNPACKED } from "../boot/rows.js";
import { BOOT_VIEWS } from "../boot/views.js";
import { ROOTFS_VIEWS } from "./views.js";

/** What comes before there is a file. */
const FILED: readonly CommandKind[] = ["end-boot", "alloc", "create-file"];

function bounded(view: View, claim: string): Pick<CommandRule, "bound"> {
  const bound: RuleBound = { in: view, claims: () => [claim] };
  return { bound };
}

const NO_NAME = "when there is no such file, or none that a name leads to";

/** The rows of the module, in the order in which commands are tried. */
export const ROOTFS_RULES: readonly CommandRule[] = [
  {
    ...rule(
      "create-file",
      "the allocated frame becomes the copy that a file of rootfs has, and is given back by rootfs alone",
      "what is unpacked is copied into pages of the page allocator",
      ["end-boot", "alloc"],
      [],
    ),
    ...bounded(ROOTFS_VIEWS.unfit, "files are made of allocated frames, between boot and switch_root"),
  },
  {
    ...rule(
      "show-file",
      "a file shows the frame of the initrd, in place and without a copy",
      "a file system can use the packed bytes where they lie, if they are not compressed",
      [...RESERVED, "end-boot"],
      reasonsOf("show-file", [
        [
          "not-reserved",
          ROOTFS_VIEWS["not-of-initrd"],
          "when the frame is not of an initrd that is reserved",
          "nobody keeps for the file what others may have, or write to",
          [],
        ],
      ]),
    ),
    ...bounded(ROOTFS_VIEWS.unshowable, "one file shows a frame, between boot and switch_root"),
  },
  {
    ...rule(
      "open-file",
      "somebody has the file open",
      "who has opened a file reads it whatever becomes of its name",
      FILED,
      reasonsOf("open-file", [
        ["absent", ROOTFS_VIEWS.unnamed, NO_NAME, "what was deleted or lies below a mount is not found", []],
      ]),
    ),
    ...bounded(ROOTFS_VIEWS.open, "a file is opened once at a time"),
  },
  rule(
    "close-file",
    "nobody has the file open any more; one that was deleted is given back if nobody else uses it",
    "the last who uses a deleted file gives its frame back",
    [...FILED, "open-file"],
    reasonsOf("close-file", [
      [
        "absent",
        ROOTFS_VIEWS["not-open"],
        "when nobody has such a file open",
        "a second close would give back what somebody else has by then",
        [],
      ],
    ]),
  ),
  {
    ...rule(
      "attach-loop",
      "a loop device reads the file",
      "an image that is a file is mounted through one",
      FILED,
      reasonsOf("attach-loop", [
        [
          "absent",
          ROOTFS_VIEWS.unnamed,
          NO_NAME,
          "a device behind which there is no file reads anything",
          [],
        ],
      ]),
    ),
    ...bounded(ROOTFS_VIEWS.looped, "a file is behind one loop device"),
  },
  rule(
    "detach-loop",
    "no loop device reads the file; one that was deleted is given back if nobody else uses it",
    "the last who uses a deleted file gives its frame back",
    [...FILED, "attach-loop"],
    reasonsOf("detach-loop", [
      [
        "absent",
        ROOTFS_VIEWS["not-looped"],
        "when no loop device reads such a file",
        "to detach once more would give back what somebody else has by then",
        [],
      ],
    ]),
  ),
  {
    ...rule(
      "mount-over",
      "something is mounted over the directory of the file",
      "a script mounts what it likes wherever it likes",
      FILED,
      [],
    ),
    ...bounded(ROOTFS_VIEWS.uncoverable, "what is mounted covers files, each once"),
  },
  rule(
    "unmount",
    "nothing is mounted over the file any more",
    "what lies below is found again",
    [...FILED, "mount-over"],
    reasonsOf("unmount", [
      [
        "absent",
        ROOTFS_VIEWS["not-covered"],
        "when nothing is mounted over such a file, or nobody reaches it",
        "once the root is another, no path leads to a mount of the old one",
        [],
      ],
    ]),
  ),
  rule(
    "switch-root",
    "every file of rootfs that it comes to is deleted, and given back if nobody uses it",
    "the files of the first root would stay for as long as the machine runs",
    ["end-boot"],
    reasonsOf("switch-root", [
      [
        "unread",
        BOOT_VIEWS["initrd-unread"],
        "until the initrd is unpacked, or that failed",
        "files that are unpacked after it nobody would delete",
        RESERVED,
      ],
      [
        "absent",
        ROOTFS_VIEWS["root-switched"],
        "when the root is not rootfs",
        "it would delete the files of the new root, which may lie on a disk",
        [],
      ],
    ]),
  ),
];

/** What it adds to the end of an initrd. */
export const SHOWN: Reason = {
  id: "inserted",
  statement: "free-initrd is refused while a file shows a frame of it in place",
  because: "a file that has no copy reads the packed bytes for as long as it is there",
  when: ROOTFS_VIEWS["initrd-shown"],
  needs: { commands: [...UNPACKED, "show-file", "free-initrd"] },
};
