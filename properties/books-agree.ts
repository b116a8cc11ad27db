import type { Specification } from "../model/specification/specification.js";
import { bitAt } from "../model/state/layout.js";
import { ABSENT, ALLOCATED, FREE, METADATA } from "../model/words/frames.js";
import { unitsOf } from "../model/words/scope.js";
import type { StateProperty } from "./property.js";

/** What the boot allocator has reserved, frame by frame, is what is reserved. */
export const booksAgree: StateProperty = {
  id: "books-agree",
  statement:
    "the boot allocator has something reserved in a frame if anything there is reserved, and nothing if all is free",
  because:
    "after boot its list is still read: a frame on it that was given away is counted as lost, or saved over",
  bind(allocator, specification) {
    const { scope } = specification;
    if (allocator.regions === undefined || !scope.modules.includes("boot")) return null;
    if (scope.modules.includes("regions")) return null; // which compares unit by unit
    const isOfFile = filesIn(specification);
    return (words, at) => {
      const { isReserved } = allocator.regions!(); // checked above
      if (isReserved === undefined) return null;
      for (let frame = 0; frame < scope.frames; frame++) {
        const units = Array.from({ length: unitsOf(scope) }, (_, i) => frame * unitsOf(scope) + i);
        const has = units.some((unit) => isReserved(unit));
        const should = isOfFile(words, at, frame) ? null : stateOf(specification, words, at, units);
        if (should === null || should === has) continue;
        return {
          expected: `${should ? "something" : "nothing"} in frame ${frame} is reserved`,
          found: `the boot allocator has ${has ? "a" : "no"} reservation there`,
        };
      }
      return null;
    };
  },
};

/** Whether rootfs has a frame for a file: it is the page allocator's, of which no boot allocator knows. */
function filesIn({ layout }: Specification) {
  const copies = layout.places.get("file-copies");
  return (words: Int32Array, at: number, frame: number) =>
    copies !== undefined && bitAt(words, at, copies, frame);
}

/** Whether a frame must have a reservation; `null` where somebody has allocated it, or nobody can. */
function stateOf(specification: Specification, words: Int32Array, at: number, units: readonly number[]) {
  const kinds = units.map((unit) => specification.kindOf(words, at, unit));
  if (kinds.every((kind) => kind === FREE)) return false;
  return kinds.some((kind) => ![FREE, ALLOCATED, ABSENT, METADATA].includes(kind)) ? true : null;
}
