/** The contracts of allocators that are weaker about provenance than `strict`; `contracts.ts` lists them. */
import type { Contract } from "./named.js";

/** A frame that has reached its last generation is no longer handed out. */
export const RETIRES: Contract = {
  id: "retires",
  summary: "strict, but a frame whose count of generations is used up need not be handed out again",
  promises: {},
  mayRefuse: {
    alloc: "every free frame may be retired",
    "alloc-handle": "every free frame may be retired",
  },
  forEver: { free: "a frame that has reached its last generation is retired" },
};

/** A release is not refused for the sake of slices: whoever touches the bytes later answers for it. */
export const LATE: Contract = {
  id: "late",
  summary: "strict, but a release does not look at slices: only the access through one is judged",
  promises: {
    "release/live-slice": {
      kind: "instead",
      effect: "release-the-held",
      because: "nothing is wrong yet: it is once somebody reads through the slice",
    },
  },
  mayRefuse: {},
};

/** Two owners may reserve one frame, and it is free when both have released it. */
export const CLAIMS: Contract = {
  id: "claims",
  summary: "strict, but owners may reserve what others have: a frame is free when the last one releases it",
  promises: {
    "reserve/overlaps-reserved": {
      kind: "instead",
      effect: "reserve-as-well",
      because: "an edge frame of two images is kept for both",
    },
    "release/foreign-owner": {
      kind: "instead",
      effect: "release-the-held",
      because: "an owner gives up a claim of its own, and nobody else's",
    },
  },
  mayRefuse: {},
};
