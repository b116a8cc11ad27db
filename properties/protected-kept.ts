import { placesOf, read } from "../model/state/layout.js";
import { ALLOCATED, FREE, UNKNOWN } from "../model/words/frames.js";
import { gridOf } from "../model/words/scope.js";
import type { StateProperty } from "./property.js";

/** No release gives away what has a purpose of its own. */
export const protectedKept: StateProperty = {
  id: "protected-kept",
  statement: "the allocator believes of every protected frame that it is reserved",
  because: "a crash kernel or a device tree that was given away is overwritten before anybody needs it",
  bind(allocator, specification) {
    const { scope, layout } = specification;
    if (allocator.observe === undefined || !scope.modules.includes("protected")) return null;
    const places = placesOf(layout, "protected");
    return (words, at) => {
      for (let frame = 0; frame < gridOf(scope); frame++) {
        if (((read(words, at, places[frame >>> 5]!) >>> (frame & 31)) & 1) === 0) continue;
        const is = specification.kindOf(words, at, frame);
        if (is === FREE || is === ALLOCATED) continue; // only where no rule spares it
        const believed = allocator.observe!(frame) ?? UNKNOWN; // checked above
        if (believed !== FREE && believed !== ALLOCATED) continue;
        const what = believed === FREE ? "free" : "allocated";
        return {
          expected: `frame ${frame}, which is protected, is reserved`,
          found: `the allocator believes it is ${what}`,
        };
      }
      return null;
    };
  },
};
