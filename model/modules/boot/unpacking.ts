/** The second half of the module `boot`: the initrd is unpacked, which takes its time, and is given back. */
import type { AnswerConstraint, CommandRule } from "../../rules/rules.js";
import { RESERVED, reasonsOf, rule, UNPACKED } from "./rows.js";
import { BOOT_VIEWS } from "./views.js";

/** Which edge frames may come back. */
const EDGES: AnswerConstraint = {
  id: "edge-frames",
  in: BOOT_VIEWS.edges,
  decides: BOOT_VIEWS["edge-shared"],
  statement: "free-initrd gives an edge frame back only when nobody else has a byte in it",
  because: "a boot loader may have put the device tree into the frame in which the initrd begins or ends",
  expected: () => "a frame on the edge only where nobody else has a byte in it",
};

const freeInitrd: CommandRule = {
  ...rule(
    "free-initrd",
    "the frames that lie wholly inside the initrd become free, and the edge frames that the answer names",
    "once it is unpacked the packed image is dead weight",
    UNPACKED,
    reasonsOf("free-initrd", [
      [
        "absent",
        BOOT_VIEWS["no-initrd"],
        "when there is no initrd",
        "memory that begins at address 0, or anywhere, is not what nobody put there",
        [],
      ],
      [
        "not-reserved",
        BOOT_VIEWS["initrd-refused"],
        "when the initrd was not reserved",
        "its frames are in use, or will be: whoever has them knows nothing of an initrd",
        ["place-initrd"],
      ],
      [
        "unread",
        BOOT_VIEWS["initrd-unread"],
        "until the initrd is unpacked, or that failed",
        "it is unpacked beside everything else, and would go on in bytes that others write",
        RESERVED,
      ],
      [
        "live-slice",
        BOOT_VIEWS["initrd-lent"],
        "while a live slice overlaps the initrd, whoever keeps it",
        "who stored a part of it reads on after it is unpacked",
        [...UNPACKED, "borrow"],
      ],
      [
        "retained",
        BOOT_VIEWS["initrd-retained"],
        "when the initrd is to be retained",
        "its bytes were promised to user space for as long as the machine runs",
        [...UNPACKED, "retain-initrd"],
      ],
      [
        "already-free",
        BOOT_VIEWS["initrd-freed"],
        "when the initrd was given back before",
        "its frames are somebody else's by now",
        UNPACKED,
      ],
    ]),
  ),
  answer: EDGES,
};

/** The rows, in the order in which commands are tried. */
export const UNPACKING_RULES: readonly CommandRule[] = [
  rule(
    "unpack-initrd",
    "the initrd is being unpacked, beside whatever else goes on",
    "the first files of a system come from it",
    [...RESERVED, "end-boot"],
    reasonsOf("unpack-initrd", [
      [
        "boot",
        BOOT_VIEWS.early,
        "before the page allocator has memory",
        "files take pages, of which there are none yet",
        [],
      ],
      [
        "absent",
        BOOT_VIEWS["no-initrd"],
        "when there is no initrd",
        "there is nothing to unpack",
        ["end-boot"],
      ],
      [
        "not-reserved",
        BOOT_VIEWS["initrd-refused"],
        "when the initrd was not reserved",
        "its frames are others', who have written to them",
        ["place-initrd", "end-boot"],
      ],
      [
        "present",
        BOOT_VIEWS["initrd-read"],
        "when the initrd is being unpacked, or was",
        "two at once would write the same files",
        [...RESERVED, "end-boot"],
      ],
      [
        "already-free",
        BOOT_VIEWS["initrd-freed"],
        "when the initrd was given back",
        "who finds it again by its old address reads what others wrote there",
        [...UNPACKED, "free-initrd"],
      ],
    ]),
  ),
  rule(
    "end-unpack",
    "the initrd is no longer read: it is unpacked, or that failed, and then it may have become a file",
    "whoever waits for the files may go on",
    UNPACKED.slice(0, -1),
    reasonsOf("end-unpack", [
      [
        "absent",
        BOOT_VIEWS["initrd-idle"],
        "when no initrd is being unpacked",
        "what was not begun does not end",
        [],
      ],
    ]),
  ),
  freeInitrd,
];
