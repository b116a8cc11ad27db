/** What a switch of the root does to the unpacked files, as `rootfs-linux` does it to one file of a kind. */
import { LinuxRootfs } from "../../impl/boot/rootfs.js";
import { TAKEN } from "../../model/words/frames.js";
import { scopeOf } from "../../model/words/scope.js";

/** What becomes of some files. */
export interface FilesLeft {
  /** Whether those that nobody uses keep their frames, and those behind loop devices. */
  readonly others: boolean;
  readonly looped: boolean;
}

/** `below`: whether the files lie below mounts. */
export function switchedRoot(below: boolean): FilesLeft {
  const rootfs = new LinuxRootfs(scopeOf({ frames: 2, owners: 1, slices: 1, modules: ["rootfs"] }));
  rootfs.endBoot();
  const [others, looped] = [rootfs.alloc(), rootfs.alloc()];
  for (const file of [others, looped]) {
    rootfs.createFile(file);
    if (file === looped) rootfs.attachLoop(file);
    if (below) rootfs.mountOver(file);
  }
  rootfs.switchRoot();
  const stays = (file: number) => rootfs.observe(file) === TAKEN;
  return { others: stays(others), looped: stays(looped) };
}
