/**
 * The commands of the module `boot`: what becomes of the packed initrd that a boot loader put into memory.
 *
 * A boot loader places it, the kernel looks whether it can keep it and reserves it, or does without. Once
 * the page allocator has memory it is unpacked, which takes its time, and however that ends it is given back.
 */
import type { CommandRule, Reason } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { rangesOf } from "../../words/ranges.js";
import { gridOf, unitsOf } from "../../words/scope.js";
import { reasonsOf, rule, tooLate } from "./rows.js";
import { UNPACKING_RULES } from "./unpacking.js";
import { BOOT_VIEWS } from "./views.js";

/** The rows of the module, in the order in which commands are tried. */
export const BOOT_RULES: readonly CommandRule[] = [
  rule(
    "place-initrd",
    "the bytes of an initrd lie in the range, which may end behind memory",
    "a boot loader puts it where it likes, and says where",
    [],
    reasonsOf("place-initrd", [
      [
        "present",
        BOOT_VIEWS["initrd-placed"],
        "when there is an initrd",
        "the kernel is told of one address",
        [],
      ],
      tooLate("the boot loader is gone by then"),
    ]),
  ),
  rule(
    "retain-initrd",
    "the initrd, if there is one, is kept for good",
    "the command line may say so, for user space to read the packed bytes",
    [],
    reasonsOf("retain-initrd", [tooLate("the command line is read before")]),
  ),
  {
    ...rule(
      "reserve-crashkernel",
      "the frames of the range are reserved for good, for the kernel that is started when this one crashes",
      "a kernel that has crashed has no memory left that one could trust",
      [],
      reasonsOf("reserve-crashkernel", [
        [
          "overlaps-reserved",
          BOOT_VIEWS["crash-taken"],
          "when some frame of the range is reserved and does not lie wholly inside the initrd",
          "what was reserved before is needed by the kernel that runs now",
          ["reserve"],
        ],
        [
          "overlaps-allocated",
          CORE_VIEWS.allocated,
          "when some frame of the range is allocated",
          "the crash kernel would be written over by whoever has it",
          ["alloc"],
        ],
        [
          "present",
          BOOT_VIEWS["crash-placed"],
          "when there is a crash kernel",
          "one is started, from one place",
          [],
        ],
        tooLate("by then nothing keeps so much memory together"),
      ]),
    ),
    instances: (scope) =>
      rangesOf(gridOf(scope))
        .filter(({ start, count }) => start % unitsOf(scope) === 0 && count % unitsOf(scope) === 0)
        .map((range) => ({ kind: "reserve-crashkernel", range })),
  },
  rule(
    "reserve-initrd",
    "the bytes of the initrd are reserved",
    "the kernel needs them until they are unpacked",
    ["place-initrd"],
    reasonsOf("reserve-initrd", [
      [
        "absent",
        BOOT_VIEWS["no-initrd"],
        "when there is no initrd",
        "a reservation at address 0 is none of an initrd",
        [],
      ],
      [
        "out-of-range",
        BOOT_VIEWS["initrd-beyond"],
        "when some frame of the initrd is no memory, or memory that nobody may have",
        "what a boot loader put there, if it could, nobody can read",
        ["place-initrd"],
      ],
      [
        "overlaps-reserved",
        BOOT_VIEWS["initrd-taken"],
        "when some frame that holds a byte of the initrd is reserved already",
        "somebody else's bytes lie there, or in the same frame, and would be given back with it",
        ["place-initrd", "reserve"],
      ],
      [
        "overlaps-allocated",
        BOOT_VIEWS["initrd-overrun"],
        "when some frame that holds a byte of the initrd is allocated",
        "whoever has the frame has written over the initrd, and would lose the frame with it",
        ["place-initrd", "alloc"],
      ],
      tooLate("its frames went to the page allocator with all that were free"),
    ]),
  ),
  ...UNPACKING_RULES,
];

/** What it adds to commands of others. */
export const RELEASE_IMAGE: Reason = {
  id: "image",
  statement: "release is refused when some unit of the range is of the initrd or of the crash kernel",
  because: "an initrd comes back as a whole, from who unpacked it, and a crash kernel never",
  when: BOOT_VIEWS.image,
  needs: { commands: ["place-initrd", "reserve-initrd", "release"] },
};
