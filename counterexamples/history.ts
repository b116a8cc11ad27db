/** Mistakes that real systems made, which are recorded in `history/` as traces of faulty allocators. */

/** One of them. */
export interface Mistake {
  /** The name of its file in `history/`, without `.json`. */
  readonly file: string;
  /** Where it happened, as its file says. */
  readonly origin: string;
  /** The version that makes the same mistake. */
  readonly allocator: string;
  /** The rule that it breaks, and after how many commands. */
  readonly rule: string;
  readonly length: number;
  /** The provenance rule it is about. */
  readonly partOf: string;
}

/** All of them, by the names of their files. */
export const HISTORY: readonly Mistake[] = [
  {
    file: "arm-8167-inward",
    origin:
      "Linux, the partial revert of 421520ba9829 on arm64 (the edge pages of an initrd are never freed)",
    allocator: "edges-round-inward",
    rule: "observed-kind",
    length: 2,
    partOf: "R9",
  },
  {
    file: "arm-8167-outward",
    origin: "Linux 421520ba9829 (ARM 8167/1, an initrd's last page shared with the device tree)",
    allocator: "edges-round-outward",
    rule: "observed-kind",
    length: 3,
    partOf: "R9",
  },
  {
    file: "asterinas-dtb-borrowed",
    origin: "Asterinas #3899, #3900 (a global Fdt<'static> borrows frames that stay usable)",
    allocator: "lender-lends-what-is-free",
    rule: "borrow/not-reserved",
    length: 1,
    partOf: "R6",
  },
  {
    file: "eduos-initrd-outlived",
    origin: "eduOS-rs #46 (an initrd slice from raw parts outlives its region)",
    allocator: "capabilities-trusts-addresses",
    rule: "touch/stale-handle",
    length: 4,
    partOf: "R14",
  },
  {
    file: "fdt-no-map-over-reserved",
    origin: "Linux 8a5a75e5e9e5 (a no-map region takes memory that was reserved already)",
    allocator: "bitmap-reserves-over",
    rule: "reserve/overlaps-reserved",
    length: 2,
    partOf: "R10",
  },
  {
    file: "initramfs-open-fails",
    origin: "Linux 54c7a8916a88 (initrd memory is kept when opening /initrd.image fails)",
    allocator: "lender-keeps-borrows",
    rule: "release/legal",
    length: 4,
    partOf: "R3",
  },
  {
    file: "limine-dtb-usable",
    origin: "Limine #384 (the device tree lies in memory marked usable, and is zeroed)",
    allocator: "zeroing-frees-protected",
    rule: "protected-kept",
    length: 4,
    partOf: "R11",
  },
  {
    file: "tock-static-mut",
    origin: "tock #2369 (a 'static mut to memory that others write)",
    allocator: "zeroing-loads-over",
    rule: "load/live-slice",
    length: 3,
    partOf: "R12",
  },
  {
    file: "uefi-static-tables",
    origin: "uefi-rs #685 (a static reference into tables that end with boot services)",
    allocator: "lender-forgets-leaks",
    rule: "release/leaked",
    length: 4,
    partOf: "R4",
  },
];
