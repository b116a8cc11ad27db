/** Random sequences that break a rule, each reduced. */
import { ownScope } from "../explore/check/own-scope.js";
import { Fuzz } from "../explore/fuzz/fuzz.js";
import { reduce } from "../explore/reduce/reduce.js";
import { Pulse } from "../explore/search/pulse.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { scopeOf } from "./scopes.js";

/** What some failures of an allocator are reduced to: each from a seed of its own, in a pool of its size. */
export function reducedLengths(
  definition: AllocatorDefinition,
  frames: number,
  count: number,
): { readonly from: number; readonly length: number; readonly seconds: number }[] {
  const { contract } = definition;
  const scope = ownScope(scopeOf(frames, 2, 3), definition);
  return Array.from({ length: count }, (_, seed) => {
    const fuzz = new Fuzz({ definition, contract, scope, seed: 1000 * seed });
    while (fuzz.advance(64));
    if (fuzz.finding === null) throw new Error("nothing was found");
    const { rule, commands } = fuzz.finding;
    const begun = performance.now();
    const { trace, from } = reduce({ definition, contract, pulse: new Pulse(), rule }, { scope, commands });
    return { from, length: trace.commands.length, seconds: (performance.now() - begun) / 1000 };
  });
}
