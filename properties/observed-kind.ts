import { ABSENT, ALLOCATED, FREE, METADATA, TAKEN, UNKNOWN } from "../model/words/frames.js";
import { gridOf, inPool } from "../model/words/scope.js";
import type { StateProperty } from "./property.js";

/** What the allocator believes of each frame agrees with the specification. */
export const observedKind: StateProperty = {
  id: "observed-kind",
  statement: "what the allocator believes of a frame is what the frame is",
  because: "a wrong belief becomes a wrong answer some commands later; this shows it where it begins",
  bind(allocator, specification) {
    if (allocator.observe === undefined) return null;
    const { scope } = specification;
    const frames = gridOf(scope);
    return (words, at) => {
      for (let frame = 0; frame < frames; frame++) {
        const is = specification.kindOf(words, at, frame);
        // Checked above. An observer that says nothing has no opinion.
        const believed = allocator.observe!(frame) ?? UNKNOWN;
        if (believed === is || believed === UNKNOWN || (believed === TAKEN && is !== FREE && is !== ABSENT))
          continue;
        return {
          expected: `frame ${inPool(scope, frame)} is ${describeKind(is)}`,
          found: `the allocator believes it is ${describeKind(believed)}`,
        };
      }
      return null;
    };
  },
};

/** A frame's kind in words. */
export function describeKind(kind: number): string {
  if (kind === FREE) return "free";
  if (kind === ALLOCATED) return "allocated";
  if (kind === TAKEN) return "taken";
  if (kind === ABSENT) return "not memory";
  if (kind === METADATA) return "the allocator's own array";
  return kind === UNKNOWN ? "unknown" : `reserved by owner ${kind}`;
}
