import { Check, type CheckRequest } from "../explore/check.js";
import type { Run } from "../explore/verdict.js";

/** Runs a check to its end on this thread. */
export function runToEnd(request: CheckRequest): Run {
  const check = new Check(request);
  while (check.advance(10_000));
  return check.run();
}
