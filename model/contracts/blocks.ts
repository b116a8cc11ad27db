/** What page allocators of boots promise that kept no more than a bit a frame, or a mark. */
import type { Contract, ContractPromise } from "./named.js";

const FROM_GET_FREE_PAGE: ContractPromise = {
  kind: "precondition",
  because: "the argument must come from get_free_page",
};

/**
 * What the comments of FlashOS `src/page_alloc.zig` promise, and no more: `free_page` wants a page from
 * `get_free_page`, the reservations are boot-only, and overlapping reservations count once.
 */
export const BOOT_BITMAP: Contract = {
  id: "boot-bitmap",
  summary: "a boot-time page bitmap whose client keeps the rules: reservations first, no stray free",
  promises: {
    "reserve/overlaps-allocated": {
      kind: "precondition",
      because: "reservations are made at boot, before the first page is handed out",
    },
    "reserve/overlaps-reserved": {
      kind: "instead",
      effect: "reserve-the-free",
      because: "overlapping reservations count each page once",
    },
    "reserve/empty": { kind: "may-ignore", because: "a kernel below the pool takes none of it" },
    "reserve/misaligned": {
      kind: "precondition",
      because: "the linker's and the board's bounds are aligned",
    },
    "free/already-free": FROM_GET_FREE_PAGE,
    "free/reserved": FROM_GET_FREE_PAGE,
    "free/interior": FROM_GET_FREE_PAGE,
    "free/misaligned": FROM_GET_FREE_PAGE,
    "free/out-of-range": { kind: "may-ignore", because: "an address above the pool is silently ignored" },
    "free-block/already-free": FROM_GET_FREE_PAGE,
    "free-block/reserved": FROM_GET_FREE_PAGE,
    "free-block/interior": FROM_GET_FREE_PAGE,
    "free-block/partial": FROM_GET_FREE_PAGE,
    "free-block/foreign-block": FROM_GET_FREE_PAGE,
    "free-block/misaligned": FROM_GET_FREE_PAGE,
    "free-block/out-of-range": {
      kind: "may-ignore",
      because: "an address above the pool is silently ignored",
    },
  },
  mayRefuse: {},
  forEver: { reserved: "the kernel and the tables of the board stay where they are" },
};

/** What is reserved at boot is the kernel's, and there is no way to give it back. */
export const STRICT_AT_BOOT: Contract = {
  id: "strict-at-boot",
  summary: "strict, and what is reserved at boot is kept for ever",
  promises: {},
  mayRefuse: {},
  forEver: { reserved: "reservations are of the kernel and of the tables of the board" },
};

/** Nothing comes back, and what an alignment skips does not either. */
export const TAKEN_FOR_EVER: Contract = {
  id: "taken-for-ever",
  summary: "strict, but a block that fits only into a gap left by an alignment may be refused",
  promises: {},
  mayRefuse: { "alloc-block": "everything below memory_start is taken for ever, the gaps as well" },
  forEver: {
    allocated: "everything below memory_start is taken for ever",
    free: "what an alignment skips lies below memory_start as well",
  },
};

const HALTS_OR_TRUSTS: ContractPromise = {
  kind: "precondition",
  because: "free_bootmem halts when a bit is clear, and of those that are set it trusts its caller",
};

/** What Linux `mm/bootmem.c` holds its callers to, which is that no free frame is freed. */
export const BOOTMEM: Contract = {
  id: "bootmem",
  summary: "a bit a frame at boot: reservations unite and round outward, frees round inward and are trusted",
  promises: {
    "reserve/overlaps-reserved": {
      kind: "instead",
      effect: "reserve-the-free",
      because: "reserve_bootmem sets bits, and one that is set stays so",
    },
    "reserve/overlaps-allocated": {
      kind: "precondition",
      because: "what was found in memory is reserved before the first allocation",
    },
    "reserve/misaligned": {
      kind: "instead",
      effect: "reserve-the-free",
      because: "every frame that holds a byte of the range is set",
    },
    "release/not-reserved": HALTS_OR_TRUSTS,
    "release/misaligned": { kind: "may-ignore", because: "a frame freed in part stays reserved" },
    "free-block/reserved": HALTS_OR_TRUSTS,
    "free-block/interior": HALTS_OR_TRUSTS,
    "free-block/partial": HALTS_OR_TRUSTS,
    "free-block/foreign-block": HALTS_OR_TRUSTS,
  },
  mayRefuse: {},
};
