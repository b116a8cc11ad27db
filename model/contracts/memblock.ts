/** What Linux `mm/memblock.c` promises: memory and reservations are two sets of addresses, and no more. */

import { REGION_KINDS } from "../words/commands.js";
import { kindsWith } from "../words/roles.js";
import type { Contract } from "./named.js";
import { all, trusts } from "./promises.js";

const OVER = trusts("memblock is done with when the page allocator has its memory");
const OWN = trusts("where its arrays lie is reserved, by nobody who could give it back");
const READER = trusts("phys_to_virt asks nobody: who reads memory must know that it stays");
const ADDRESSES = trusts("the machine has no addresses there");
const SHAPES = trusts("a size of 0 and an alignment that is no power of two are mistakes of the caller");
const NOT_PAGES = trusts("a page is freed once, by who got it from the page allocator");
const GROWS = "the array may be full, and growing it may fail";

/** What Linux memblock promises its callers. */
export const MEMBLOCK: Contract = {
  id: "memblock",
  summary: "two sets of addresses: what is added or reserved unites, what is removed or freed intersects",
  promises: {
    ...all("reserve", ["absent", "overlaps-reserved", "empty"], {
      kind: "instead",
      effect: "reserve-the-free",
      because: "memblock_reserve unites with what is reserved, and does not look at memory",
    }),
    "reserve/overlaps-allocated": OVER,
    "reserve/boot-over": OVER,
    "reserve/metadata": OWN,
    ...all("reserve", ["out-of-range", "misaligned"], ADDRESSES),
    ...all("release", ["not-reserved", "foreign-owner", "empty"], {
      kind: "instead",
      effect: "release-the-reserved",
      because: "memblock_phys_free takes the range from what is reserved, whoever reserved it",
    }),
    "release/live-slice": READER,
    "release/metadata": OWN,
    "release/already-free": NOT_PAGES,
    ...all("release", ["out-of-range", "misaligned"], ADDRESSES),
    ...all("borrow", ["not-reserved", "mixed-owners", "absent", "metadata"], READER),
    ...all("borrow", ["empty", "out-of-range", "misaligned"], READER),
    ...all("drop", ["no-such-slice", "empty", "out-of-range", "misaligned"], READER),
    ...all("add", ["present", "empty"], {
      kind: "instead",
      effect: "add-the-absent",
      because: "memblock_add inserts the parts that are not there",
    }),
    ...all("remove", ["absent", "reserved", "empty"], {
      kind: "instead",
      effect: "remove-the-present",
      because: "memblock_remove takes the range from memory, and leaves reservations alone",
    }),
    "remove/live-slice": READER,
    "remove/overlaps-allocated": OVER,
    "remove/metadata": OWN,
    ...all("alloc-range", ["empty", "misaligned"], SHAPES),
    ...all("cap", ["empty"], {
      kind: "instead",
      effect: "cut-all-the-same",
      because: "memblock_cap_memory_range does nothing for a size of 0",
    }),
    "trim/misaligned": SHAPES,
    ...Object.fromEntries(
      kindsWith("cuts").flatMap((kind) => [
        [
          `${kind}/reserved`,
          {
            kind: "instead",
            effect: "cut-all-the-same",
            because: "memory and reservations are truncated, whoever made them",
          },
        ],
        [`${kind}/live-slice`, READER],
        [`${kind}/overlaps-allocated`, OVER],
        [`${kind}/metadata`, OWN],
      ]),
    ),
    ...Object.fromEntries(
      kindsWith("describes").flatMap((kind) =>
        ["absent", "empty"].map((reason) => [
          `${kind}/${reason}`,
          { kind: "instead", effect: "mark-the-present", because: "what is memory of the range is changed" },
        ]),
      ),
    ),
    ...Object.fromEntries(
      (["add", "remove", "cap", "set-node", "mark", "clear"] as const).map((kind) => [
        `${kind}/out-of-range`,
        ADDRESSES,
      ]),
    ),
    ...Object.fromEntries(REGION_KINDS.map((kind) => [`${kind}/boot-over`, OVER])),
    "alloc/boot": OVER,
    ...all("free", ["already-free", "reserved", "interior", "absent", "metadata", "boot"], NOT_PAGES),
    ...all("free", ["out-of-range", "misaligned"], NOT_PAGES),
    "end-boot/boot-over": OVER,
  },
  mayRefuse: {
    reserve: GROWS,
    release: GROWS,
    add: GROWS,
    remove: GROWS,
    "alloc-range": GROWS,
    "enforce-limit": GROWS,
    cap: GROWS,
    "limit-map": GROWS,
    "set-node": GROWS,
    mark: GROWS,
    clear: GROWS,
  },
  forEver: { reserved: GROWS, free: GROWS },
  leaveWith: "growth",
};
