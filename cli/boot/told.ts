/** The boots of docs/boot.md. */
import type { Told } from "../../report/pages/boot-page.js";
import type { BootOptions } from "./description.js";
import { tell } from "./story.js";

const SHARED_EDGE = { initrd: "20477K@0xc08000", fdt: "64K@0x2007400" } as const satisfies BootOptions;

const BOOTS: readonly (Omit<Told, "timeline"> & { readonly options: BootOptions })[] = [
  {
    title: "linux-generic",
    about: "All mounts are below /run.",
    drawing: "boot-linux-generic.svg",
    options: {},
  },
  {
    title: "linux-generic, mounts elsewhere",
    about:
      "A live system that mounts at /image, /ro and /rw. The unpacked files stay, and beside them what squashfs " +
      "takes (assumed as 66 MB, seen with lzma).",
    drawing: "boot-mounts-elsewhere.svg",
    options: { mounts: "elsewhere" },
  },
  {
    title: "linux-generic, 128 MB",
    about:
      "The same live system with its mounts below /run, and a squashfs whose buffers are assumed as 18 MB.",
    drawing: "boot-128.svg",
    options: { memory: "128M", squashfs: "18M" },
  },
  {
    title: "linux-arm64",
    about:
      "The fdt begins in the last frame of the archive. Frames are given back inward, so this one stays.",
    drawing: "boot-linux-arm64.svg",
    options: { as: "linux-arm64", ...SHARED_EDGE },
  },
  {
    title: "linux-arm",
    about:
      "The same places. 32-bit ARM gives back the edge frames as well, and with the last one the beginning of the " +
      "fdt. Where no other image shares an edge frame, this is harmless.",
    drawing: "boot-linux-arm.svg",
    options: { as: "linux-arm", ...SHARED_EDGE },
  },
  {
    title: "solaya",
    about: "The page allocator as it is: it cannot give back what is reserved.",
    drawing: "boot-solaya.svg",
    options: { as: "solaya" },
  },
  {
    title: "solaya with a release",
    about: "The frames are released after extract has returned and the slice is dropped.",
    drawing: "boot-solaya-released.svg",
    options: { as: "solaya-released" },
  },
  {
    title: "solaya with a release, and a stash",
    about: "Somebody stashes the slice. The release is refused while it lives.",
    drawing: "boot-solaya-stashed.svg",
    options: { as: "solaya-released", retain: true },
  },
];

/** Runs them all. */
export function tellAll(): Told[] {
  return BOOTS.map(({ options, ...told }) => ({ ...told, timeline: tell(options) }));
}
