/** Capabilities that release under slices: only who touches a frame that is gone does something wrong. */

import { LATE } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import { Capabilities, capabilities } from "./capabilities.js";

const ACCEPTED = 0;

export class Late extends Capabilities {
  /** A slice is no reason against a release; it is stale from then on, and so nothing is read through it. */
  protected override refuseRelease(start: number, count: number, owner: number): number {
    const refusal = super.refuseRelease(start, count, owner);
    return refusal === reasons.LIVE_SLICE ? ACCEPTED : refusal;
  }
}

export const late: AllocatorDefinition = {
  ...capabilities,
  name: "late",
  mostFrames: 255, // in bytes
  summary: "capabilities that release under slices and refuse whoever touches one afterwards",
  about:
    "Capabilities with the check at the access instead of before it: a release asks nobody, and every slice " +
    "and handle on its frames is stale from then on. That is what the language rules say; to refuse the " +
    "release, as the others do, finds the same mistake earlier.",
  contract: LATE,
  make: (scope) => new Late(scope),
};
