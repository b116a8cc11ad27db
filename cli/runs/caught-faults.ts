/** Which faulty versions of an allocator that comes with allocheck a scope catches. */
import { setImmediate } from "node:timers/promises";
import { Check } from "../../explore/check/check.js";
import type { Run } from "../../explore/check/verdict.js";
import { HANGING } from "../../impl/faulty/hanging.js";
import { MISLEADING } from "../../impl/faulty/misleading.js";
import { UNTRUSTWORTHY } from "../../impl/faulty/untrustworthy.js";
import { YIELDING } from "../../impl/faulty/yielding.js";
import { NAMED, soundVersionOf } from "../../impl/registry.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Target } from "../targets/target.js";
import type { Interrupt } from "../workers/interrupt.js";

/** A size that tries more commands is not tried with each faulty version. */
const MOST_TRIED = 500_000;
/** How many states are explored before a signal is heard. */
const STATES_AT_ONCE = 64;
/** What does not end, or is found by other means than a search of the scope. */
const LEFT_OUT = new Set([...HANGING, ...YIELDING, ...MISLEADING, ...UNTRUSTWORTHY]);

/** The faulty versions of a target that a search of a scope can catch. */
export function faultsOf(target: Target): AllocatorDefinition[] {
  if (target.kind !== "built-in") return [];
  return NAMED.filter(
    (each) => each.class === "faulty" && !LEFT_OUT.has(each) && soundVersionOf(each)?.name === target.name,
  );
}

/** The names of those that are broken in the scope of a run; `null` where that would take too long. */
export async function caughtIn(
  { scope, tried }: Run,
  faults: readonly AllocatorDefinition[],
  interrupt: Interrupt,
): Promise<string[] | null> {
  if (tried > MOST_TRIED) return null;
  const caught: string[] = [];
  for (const definition of faults) {
    try {
      const check = new Check({ definition, scope, suspicion: 0 });
      while (check.advance(STATES_AT_ONCE)) {
        await setImmediate();
        if (interrupt.happened) return caught;
      }
      if (check.run().verdict === "broken") caught.push(definition.name);
    } catch (error) {
      if (!isMisuse(error)) throw error; // it does not fit the scope
    }
  }
  return caught;
}
