import type { StateProperty } from "./property.js";

/** The allocator's own representation invariant holds. */
export const audit: StateProperty = {
  id: "audit",
  statement: "the allocator's own representation invariant holds",
  because: "a broken list or bitmap answers rightly until the command that walks into it",
  bind(allocator) {
    if (allocator.audit === undefined) return null;
    return () => {
      const wrong = allocator.audit!(); // checked above
      return wrong === null ? null : { expected: "the allocator's own invariant", found: wrong };
    };
  },
};
