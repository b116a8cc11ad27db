import { placesOf, read } from "../model/state/layout.js";
import { ALLOCATED, FREE, UNKNOWN } from "../model/words/frames.js";
import type { ModuleId } from "../model/words/module-ids.js";
import { gridOf } from "../model/words/scope.js";
import type { StateProperty } from "./property.js";

/** Frames that a module has in a field of one bit each, and that nobody gives away. */
interface Kept extends Pick<StateProperty, "id" | "statement" | "because"> {
  readonly module: ModuleId;
  readonly field: string;
  /** What such a frame is, behind "frame 1, which". */
  readonly which: string;
}

function kept({ module, field, which, ...told }: Kept): StateProperty {
  return {
    ...told,
    bind(allocator, specification) {
      const { scope, layout } = specification;
      if (allocator.observe === undefined || !scope.modules.includes(module)) return null;
      const places = placesOf(layout, field);
      return (words, at) => {
        for (let frame = 0; frame < gridOf(scope); frame++) {
          if (((read(words, at, places[frame >>> 5]!) >>> (frame & 31)) & 1) === 0) continue;
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
  field: "protected",
  which: "is protected",
});

/** No end of an initrd gives away what it has in common with the crash kernel. */
export const crashkernelKept = kept({
  id: "crashkernel-kept",
  statement: "the allocator believes of every unit of the crash kernel that it is reserved",
  because: "the kernel that is started after a crash is loaded there long before anybody looks",
  module: "boot",
  field: "crash",
  which: "is the crash kernel's",
});
