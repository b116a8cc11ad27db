import { ABSENT, ALLOCATED, FREE } from "../model/words/frames.js";
import { gridOf } from "../model/words/scope.js";
import type { StateProperty } from "./property.js";

/** The numbers of frames the allocator keeps are those of the specification. */
export const conservation: StateProperty = {
  id: "conservation",
  statement: "free + reserved + allocated = frames, and the allocator counts each as the specification does",
  because: "a count that drifts is a frame lost or a frame given out twice",
  bind(allocator, specification) {
    if (allocator.counts === undefined) return null;
    const frames = gridOf(specification.scope);
    return (words, at) => {
      const counted = allocator.counts!(); // checked above
      const actual = { free: 0, reserved: 0, allocated: 0 };
      for (let frame = 0; frame < frames; frame++) {
        const kind = specification.kindOf(words, at, frame);
        if (kind === ABSENT) continue; // no memory, and held by nobody
        actual[kind === FREE ? "free" : kind === ALLOCATED ? "allocated" : "reserved"]++;
      }
      for (const what of ["free", "reserved", "allocated"] as const) {
        const count = counted[what];
        if (count !== undefined && count !== actual[what])
          return { expected: `${actual[what]} frames ${what}`, found: `the allocator counts ${count}` };
      }
      return null;
    };
  },
};
