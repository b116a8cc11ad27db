/** What goes with several CPUs, and what does not. */

import { Misuse } from "../../model/basics/misuse.js";
import type { Contract } from "../../model/contracts/named.js";
import { boundIn, isWindow } from "../../model/words/scope.js";
import { isStepped } from "../several-cpus/stepped-definition.js";
import type { CheckRequest } from "./prepared.js";

/** Throws a `Misuse` where a request asks of several CPUs what is of one, or of one what is of several. */
export function requireFitForCpus({ definition, scope, canAlways }: CheckRequest, contract: Contract): void {
  if (boundIn(scope, "cpus") === 1) {
    if (definition !== null && isStepped(definition) && scope.maxSwitches !== undefined)
      throw unfit("--max-switches bounds switches between CPUs, and there is one", "add --cpus 2");
    return;
  }
  if (definition === null) throw unfit("the specification alone has no CPUs", "leave out --cpus");
  if (!isStepped(definition))
    throw unfit(
      `${definition.name} does not say which accesses its commands make, so no CPUs can be interleaved`,
      "several CPUs run generators in TypeScript, by defineConcurrentAllocator; for any other, leave out --cpus",
    );
  if (isWindow(scope))
    throw unfit("a window of a larger pool is of one CPU", "leave out --window-at and --pool, or --cpus");
  if (contract.keepsSlices === true)
    throw unfit(
      "the checker keeps the slices of one client",
      "leave kept-slices out of the contract, or --cpus",
    );
  if (canAlways === true)
    throw unfit("--can-always looks back over the search of one CPU", "leave out one of them");
}

function unfit(what: string, remedy: string): Misuse {
  return new Misuse("no-steps", what, remedy);
}
