/** Random sequences that break a rule, each reduced. */
import { ownScope } from "../explore/check/own-scope.js";
import { Fuzz } from "../explore/fuzz/fuzz.js";
import { reduce } from "../explore/reduce/reduce.js";
import { Pulse } from "../explore/search/pulse.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { runToEnd } from "./run.js";
import { scopeOf } from "./scopes.js";

/** What some failures of an allocator are reduced to: each from a seed of its own, in a pool of its size. */
export function reducedLengths(
  definition: AllocatorDefinition,
  frames: number,
  count: number,
): { readonly rule: string; readonly from: number; readonly length: number; readonly seconds: number }[] {
  const { contract } = definition;
  const scope = ownScope(scopeOf(frames, 2, 3), definition);
  return Array.from({ length: count }, (_, seed) => {
    const fuzz = new Fuzz({ definition, contract, scope, seed: 1000 * seed });
    while (fuzz.advance(64));
    if (fuzz.finding === null) throw new Error("nothing was found");
    const { rule, commands } = fuzz.finding;
    const begun = performance.now();
    const { trace, from } = reduce({ definition, contract, pulse: new Pulse(), rule }, { scope, commands });
    return { rule, from, length: trace.commands.length, seconds: (performance.now() - begun) / 1000 };
  });
}

/** In how many commands each rule is broken at the least, by searches of every sequence in small pools. */
export function leastLengths(definition: AllocatorDefinition): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (let frames = 1; frames <= 4; frames++) {
    const scope = ownScope(scopeOf(frames, 2, 3), definition);
    for (const { rule, steps } of runToEnd({ definition, scope, keep: "all" }).counterexamples)
      least.set(rule, Math.min(steps.length, least.get(rule) ?? steps.length));
  }
  return least;
}
