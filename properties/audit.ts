import { show } from "../model/basics/wording.js";
import type { StateProperty } from "./property.js";

/** What a broken invariant has for an expectation: what it is, only the allocator knows. */
export const OWN_INVARIANT = "the allocator's own invariant";

/** The allocator's own representation invariant holds. */
export const audit: StateProperty = {
  id: "audit",
  statement: "the allocator's own representation invariant holds",
  because: "a broken list or bitmap answers rightly until the command that walks into it",
  bind(allocator) {
    if (allocator.audit === undefined) return null;
    return () => {
      // Checked above. JavaScript may give anything; nothing at all means that nothing is wrong.
      const wrong: unknown = allocator.audit!();
      return wrong === null || wrong === undefined ? null : { expected: OWN_INVARIANT, found: show(wrong) };
    };
  },
};
