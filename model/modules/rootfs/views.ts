/** The views of the module `rootfs`. */
import { viewsOf } from "../../state/view.js";

export const ROOTFS_VIEWS = viewsOf({
  copies: { over: "frames", statement: "of a file of rootfs that has it for itself" },
  "in-place": { over: "frames", statement: "of the initrd, and shown by a file in place" },
  used: { over: "frames", statement: "of a file that somebody has open or that is behind a loop device" },
  covered: { over: "frames", statement: "of a file below a mount" },
  "out-of-reach": { over: "frames", statement: "of what no process reaches since the root is another" },
  unnamed: { over: "frames", statement: "of no file that has a name in reach" },
  "not-open": { over: "frames", statement: "of no file that somebody has open" },
  "not-looped": { over: "frames", statement: "of no file behind a loop device" },
  "not-covered": { over: "frames", statement: "of no file below a mount in reach" },
  "not-of-initrd": { over: "frames", statement: "not of an initrd that is reserved" },
  // Bounds of a scope.
  unfit: { over: "frames", statement: "no frame of which a file can be made" },
  unshowable: { over: "frames", statement: "shown already, or at a time when nothing can be shown" },
  open: { over: "frames", statement: "of a file that somebody has open" },
  looped: { over: "frames", statement: "of a file behind a loop device" },
  uncoverable: { over: "frames", statement: "of no file, or of one below a mount" },
  "initrd-shown": { over: "whole", statement: "with a file that shows the initrd in place" },
  "root-switched": { over: "whole", statement: "with another root than rootfs" },
});
