/** The views of the module `boot`. */
import { viewsOf } from "../../state/view.js";

export const BOOT_VIEWS = viewsOf({
  initrd: { over: "frames", statement: "of the initrd that is reserved" },
  "edge-bytes": { over: "frames", statement: "of the initrd, in a frame that it fills in part" },
  kept: { over: "frames", statement: "of an initrd that can never be given back" },
  crash: { over: "frames", statement: "of the crash kernel" },
  image: { over: "frames", statement: "of the initrd or of the crash kernel" },
  "crash-taken": { over: "frames", statement: "reserved, and not wholly inside the initrd" },
  edges: {
    over: "frames",
    about: "what comes back of the edge frames",
    statement: "nothing in which somebody else has a byte",
  },
  "edge-shared": { over: "whole", statement: "with somebody else's bytes in an edge frame of the initrd" },
  "no-initrd": { over: "whole", statement: "without an initrd in memory" },
  "initrd-placed": { over: "whole", statement: "with an initrd that was put into memory" },
  "initrd-refused": { over: "whole", statement: "with an initrd that is not reserved" },
  "initrd-unread": { over: "whole", statement: "with an initrd that is still to be read" },
  "initrd-read": { over: "whole", statement: "with an initrd that is read, or was" },
  "initrd-freed": { over: "whole", statement: "with an initrd that was given back" },
  "initrd-idle": { over: "whole", statement: "with no initrd that is being read" },
  "initrd-lent": { over: "whole", statement: "with a live slice in the initrd" },
  "initrd-beyond": { over: "whole", statement: "with an initrd that does not lie in memory" },
  "initrd-taken": { over: "whole", statement: "with a reservation in the frames of the initrd" },
  "initrd-overrun": { over: "whole", statement: "with an allocation in the frames of the initrd" },
  "initrd-retained": { over: "whole", statement: "told to retain the initrd" },
  "crash-placed": { over: "whole", statement: "with a crash kernel" },
  early: { over: "whole", statement: "before the page allocator has memory" },
});
