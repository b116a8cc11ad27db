/** What a kernel promises about its boot. */
import type { Contract } from "./named.js";
import { trusts } from "./promises.js";

const ALL_OF_BOOT = trusts(
  "memblock unites what is reserved, so who reserves has looked at the map of memory",
);

const FROM_ALLOC = trusts("the argument must be what alloc returned");

/**
 * What Linux does with an initrd rests on: memblock and the page allocator trust their callers, and what lies
 * in memory at boot was laid there without overlap.
 */
export const LINUX_BOOT: Contract = {
  id: "linux-boot",
  summary: "strict about an initrd, while reservations do not overlap and only what was handed out is freed",
  promises: {
    "reserve/overlaps-reserved": ALL_OF_BOOT,
    "reserve/overlaps-allocated": ALL_OF_BOOT,
    "free/already-free": FROM_ALLOC,
    "free/reserved": FROM_ALLOC,
  },
  mayRefuse: {},
  forEver: {
    reserved: "what is reserved beside an initrd is the kernel's, for as long as it runs",
    "initrd-edge": "a frame that the initrd does not fill is lost, as whose else it is nobody knows",
  },
};

/** What solaya does with an initrd rests on: two reservations share no page, or the machine halts. */
export const SOLAYA_BOOT: Contract = {
  id: "solaya-boot",
  summary: "strict about an initrd, while a page belongs to one reservation and callers know what is theirs",
  promises: {
    "free/reserved": FROM_ALLOC,
    "borrow/not-reserved": trusts("a slice is made of what was found reserved"),
    "release/not-reserved": trusts("who releases an area has reserved it"),
  },
  mayRefuse: { reserve: "two areas that share a page halt the machine" },
  forEver: { reserved: "what is reserved beside an initrd is the kernel's, for as long as it runs" },
};
