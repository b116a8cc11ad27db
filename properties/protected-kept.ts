import { bitAt, type Place, placesOf } from "../model/state/layout.js";
import { ALLOCATED, FREE, UNKNOWN } from "../model/words/frames.js";
import type { ModuleId } from "../model/words/module-ids.js";
import { gridOf } from "../model/words/scope.js";
import type { StateProperty } from "./property.js";

/** Frames that a module has in fields of one bit each, and that nobody gives away. */
interface Kept extends Pick<StateProperty, "id" | "statement" | "because"> {
  readonly module: ModuleId;
  readonly fields: readonly string[];
  /** What such a frame is, behind "frame 1, which". */
  readonly which: string;
}

/** In a loop over all frames of all states: it makes nothing. */
function isInAny(
  planes: readonly (readonly Place[])[],
  words: Int32Array,
  at: number,
  frame: number,
): boolean {
  for (let p = 0; p < planes.length; p++) if (bitAt(words, at, planes[p]!, frame)) return true;
  return false;
}

function kept({ module, fields, which, ...told }: Kept): StateProperty {
  return {
    ...told,
    bind(allocator, specification) {
      const { scope, layout } = specification;
      if (allocator.observe === undefined || !scope.modules.includes(module)) return null;
      const planes = fields.map((field) => placesOf(layout, field));
      return (words, at) => {
        for (let frame = 0; frame < gridOf(scope); frame++) {
          if (!isInAny(planes, words, at, frame)) continue;
          const is = specification.kindOf(words, at, frame);
          if (is === FREE || is === ALLOCATED) continue; // only where no rule spares it
          const believed = allocator.observe!(frame) ?? UNKNOWN; // checked above
          if (believed !== FREE && believed !== ALLOCATED) continue;
          const what = believed === FREE ? "free" : "allocated";
          return {
            expected: `frame ${frame}, which ${which}, is reserved`,
            found: `the allocator believes it is ${what}`,
          };
        }
        return null;
      };
    },
  };
}

/** No release gives away what has a purpose of its own. */
export const protectedKept = kept({
  id: "protected-kept",
  statement: "the allocator believes of every protected frame that it is reserved",
  because: "a crash kernel or a device tree that was given away is overwritten before anybody needs it",
  module: "protected",
  fields: ["protected"],
  which: "is protected",
});

/** No end of an initrd gives away what it has in common with the crash kernel. */
export const crashkernelKept = kept({
  id: "crashkernel-kept",
  statement: "the allocator believes of every unit of the crash kernel that it is reserved",
  because: "the kernel that is started after a crash is loaded there long before anybody looks",
  module: "boot",
  fields: ["crash"],
  which: "is the crash kernel's",
});

/** A file that was deleted is there as long as it is used. */
export const usedFilesKept = kept({
  id: "used-files-kept",
  statement:
    "the allocator believes of the frame of every file that is open or behind a loop device that it is taken",
  because: "who reads the file would read what another writes there",
  module: "rootfs",
  fields: ["file-open", "file-looped"],
  which: "is a file's that somebody uses",
});

/** No switch of the root deletes what lies below a mount. */
export const mountedFilesKept = kept({
  id: "mounted-files-kept",
  statement: "the allocator believes of the frame of every file below a mount that it is taken",
  because: "what was mounted may be a disk, and is not the old root's to delete",
  module: "rootfs",
  fields: ["file-covered"],
  which: "is a file's below a mount",
});
