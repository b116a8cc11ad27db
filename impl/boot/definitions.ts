/** Kernels as allocators to check, as far as their initrd is concerned. */

import { Misuse } from "../../model/basics/misuse.js";
import { LINUX_BOOT, SOLAYA_BOOT } from "../../model/contracts/boot.js";
import type { AllocatorDefinition, Offers } from "../../model/socket/allocator.js";
import { type Scope, type ScopeOptions, unitsOf } from "../../model/words/scope.js";
import { LinuxArm, LinuxArm64, LinuxBoot } from "./linux.js";
import { LinuxRootfs, RootfsInPlace } from "./rootfs.js";
import { Solaya, SolayaReleased } from "./solaya.js";

/** What becomes of an initrd, and pages behind it. */
const INITRD_OFFERS: Offers = {
  alloc: true,
  free: true,
  "end-boot": true,
  "place-initrd": true,
  "reserve-initrd": true,
  "unpack-initrd": true,
  "end-unpack": true,
  "free-initrd": true,
};

const OFFERS: Offers = {
  ...INITRD_OFFERS,
  // What is reserved at boot is the kernel's.
  reserve: ({ owner }) => owner === 1,
  "retain-initrd": true,
  "reserve-crashkernel": true,
};

/** Frames of two units, so that images begin and end inside frames. */
export const BOOT_SCOPES: readonly ScopeOptions[] = [
  { frames: 3, owners: 1, slices: 1, units: 2, modules: ["boot"] },
];

/** Makes a kernel of a class. Throws a `Misuse` for frames that memblock cannot align to. */
export function booted(kind: new (scope: Scope) => LinuxBoot): AllocatorDefinition["make"] {
  return (scope) => {
    const units = unitsOf(scope);
    if ((units & (units - 1)) !== 0)
      throw new Misuse("bad-scope", `memblock aligns to powers of two, not to ${units}`, "try --units 2");
    return new kind(scope);
  };
}

const ORIGIN = "Linux, init/initramfs.c and mm/memblock.c";

export const linuxGeneric: AllocatorDefinition = {
  name: "boot-linux-generic",
  summary:
    "Linux from boot loader to unpacked initrd: what is freed by bytes goes to the buddy by whole frames",
  about:
    "memblock keeps what lies in memory, reserves the initrd by whole frames when its frames are memory that " +
    "nobody has, and hands over to a buddy. A job unpacks the initrd beside everything else and gives it back, " +
    "whatever came of it, but for the crash kernel's part, and not when it is to be retained. Frames that it " +
    "does not fill are lost.",
  origin: ORIGIN,
  class: "sound",
  contract: LINUX_BOOT,
  units: true,
  offers: OFFERS,
  scopes: BOOT_SCOPES,
  make: booted(LinuxBoot),
};

export const linuxArm64: AllocatorDefinition = {
  ...linuxGeneric,
  name: "boot-linux-arm64",
  summary: "the same on arm64, which gives back the frames that lie wholly inside the initrd",
  about:
    "As on any machine, but the bytes are rounded inward before memblock is told, so that memblock and the " +
    "page allocator agree on the edge frames as well: both keep them for good.",
  origin: "Linux, arch/arm64/mm/init.c",
  make: booted(LinuxArm64),
};

export const linuxArm: AllocatorDefinition = {
  ...linuxGeneric,
  name: "boot-linux-arm",
  summary: "the same on 32-bit ARM, which gives back the edge frames as well, whoever else has bytes in them",
  about:
    "As on any machine, but the bytes are rounded outward before memblock is told. Where the boot loader put " +
    "the device tree into an edge frame, that goes as well; where images begin and end with frames " +
    "(`--units 1`), nothing is wrong with it.",
  origin: "Linux, arch/arm/mm/init.c since 421520ba9829",
  class: "as-is",
  make: booted(LinuxArm),
};

const SOLAYA_OFFERS: Offers = {
  reserve: ({ owner }) => owner === 1,
  alloc: true,
  free: true,
  "end-boot": true,
  "place-initrd": true,
  "reserve-initrd": true,
  "unpack-initrd": true,
  "end-unpack": true,
};

export const solayaReleased: AllocatorDefinition = {
  name: "boot-solaya-released",
  summary: "solaya with the release behind extract: the pages of the initrd are served again",
  about:
    "solaya keeps the pages of the device tree and of the initrd when its page allocator begins, and copies " +
    "the initrd into a file system much later. Here the pages go back behind that copy, unless a slice of " +
    "them is alive. Every page goes that holds a byte of it: two reservations in one page halt the machine.",
  origin: "solaya, crates/kernel/src/initramfs/mod.rs",
  class: "sound",
  contract: SOLAYA_BOOT,
  units: true,
  offers: {
    ...SOLAYA_OFFERS,
    "free-initrd": true,
    borrow: true,
    drop: true,
    // By whole pages.
    release: ({ range: { start, count }, owner }, scope) =>
      owner === 1 && start % unitsOf(scope) === 0 && count % unitsOf(scope) === 0,
  },
  scopes: [{ frames: 2, owners: 1, slices: 1, units: 2, modules: ["boot"] }],
  make: (scope) => new SolayaReleased(scope),
};

export const solaya: AllocatorDefinition = {
  name: "boot-solaya",
  summary: "solaya as it is: nothing gives the pages of the initrd back",
  about:
    "solaya keeps the pages of the device tree and of the initrd when its page allocator begins, copies the " +
    "initrd into a file system much later, and has no way to give the pages back.",
  origin: "solaya, crates/kernel/src/initramfs/mod.rs",
  class: "as-is",
  contract: SOLAYA_BOOT,
  units: true,
  offers: SOLAYA_OFFERS,
  scopes: BOOT_SCOPES,
  make: (scope) => new Solaya(scope),
};

const FILE_OFFERS: Offers = {
  ...INITRD_OFFERS,
  "create-file": true,
  "open-file": true,
  "close-file": true,
  "attach-loop": true,
  "detach-loop": true,
  "mount-over": true,
  unmount: true,
  "switch-root": true,
};

/** Two frames: one for the initrd and one for a file, or two files. */
const FILE_SCOPES: readonly ScopeOptions[] = [{ frames: 2, owners: 1, slices: 1, modules: ["rootfs"] }];

export const linuxRootfs: AllocatorDefinition = {
  name: "rootfs-linux",
  summary: "Linux from unpacked initrd to switch_root: a deleted file gives its page back with its last user",
  about:
    "As boot-linux-generic, with the files of rootfs, each a page that the unpacking has copied to. switch_root " +
    "deletes every file that it finds, which are those on the device of the old root: what lies below a mount " +
    "stays for good. A deleted file that is open or behind a loop device keeps its page until that ends.",
  origin: "Linux, fs/ramfs and fs/libfs.c; util-linux, sys-utils/switch_root.c",
  class: "sound",
  contract: LINUX_BOOT,
  offers: FILE_OFFERS,
  scopes: FILE_SCOPES,
  make: (scope) => new LinuxRootfs(scope),
};

export const rootfsInPlace: AllocatorDefinition = {
  ...linuxRootfs,
  name: "rootfs-in-place",
  summary: "the same with files that show the packed bytes in place, which keep the initrd from going free",
  about:
    "As rootfs-linux, but a file may also show a page of the initrd where it lies, and has no copy. As long as " +
    "there is such a file the initrd is not given back; files with copies are no hindrance.",
  origin: "none: what a rootfs without copies would have to do",
  offers: { ...FILE_OFFERS, "show-file": true },
  make: (scope) => new RootfsInPlace(scope),
};
