/** What the module `rootfs` is called by. */
import { takes } from "../../words/command-rows.js";
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "rootfs",
  place: 22,
  needs: ["phases", "boot"],
  countsIn: "frames",
  noWindow: "its initrd lies anywhere in memory",
  commands: {
    "create-file": takes("createFile", null, "frame"),
    "show-file": takes("showFile", null, "frame"),
    "open-file": takes("openFile", null, "frame"),
    "close-file": takes("closeFile", "gives-image", "frame"),
    "attach-loop": takes("attachLoop", null, "frame"),
    "detach-loop": takes("detachLoop", "gives-image", "frame"),
    "mount-over": takes("mountOver", null, "frame"),
    unmount: takes("unmountFrom", null, "frame"),
    "switch-root": takes("switchRoot", "gives-image"),
  },
} as const satisfies ModuleWords;
