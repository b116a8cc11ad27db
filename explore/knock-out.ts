/**
 * What a rule is worth: a version that breaks it is caught under it, and without the rule it is not.
 *
 * What still objects when the rule is taken out are its **backstops**. An allocator that keeps the rule may
 * be objected to as well, for refusing what has become legal: that is none, and is left out.
 */
import type { AllocatorDefinition } from "../model/allocator.js";
import { DEFAULT_SCOPE, type Scope } from "../model/scope.js";
import type { Counterexample } from "../model/trace.js";
import { Check, type CheckRequest } from "./check.js";
import { RULE_SCOPE, worldOf } from "./rule-world.js";
import type { Run } from "./verdict.js";

/** One rule knocked out. */
export interface KnockOut {
  readonly rule: string;
  /** The version that breaks it. */
  readonly allocator: string;
  /** The shortest trace of it, in the scope that a check has by itself. */
  readonly counterexample: Counterexample | null;
  /** The rules and properties that object to it when this rule is taken out. */
  readonly backstops: readonly string[];
}

/** Knocks out a rule by `faulty`, a version of `sound` that breaks it. */
export function knockOut(rule: string, faulty: AllocatorDefinition, sound: AllocatorDefinition): KnockOut {
  const scope = worldOf(rule, RULE_SCOPE, faulty);
  const without = [rule];
  const objecting = rulesBroken({ definition: faulty, scope, without });
  const anyway = objecting.length === 0 ? [] : rulesBroken({ definition: sound, scope, without });
  return {
    rule,
    allocator: faulty.name,
    counterexample: shortest(faulty, worldOf(rule, DEFAULT_SCOPE, faulty)),
    backstops: [
      ...objecting.filter((id) => !anyway.includes(id)),
      ...rulesBroken({ definition: null, scope: { ...scope, frames: FRAMES_ALONE }, without }),
    ],
  };
}

/** The specification by itself has every answer as a successor; its invariants need no more frames. */
const FRAMES_ALONE = 3;

/** The first counterexample of an allocator; `null` when a check finds none. */
export function shortest(definition: AllocatorDefinition, scope: Scope): Counterexample | null {
  return runTo({ definition, scope }).counterexamples[0] ?? null;
}

/** A check from its beginning to its end. */
export function runTo(request: CheckRequest): Run {
  const check = new Check(request);
  while (check.advance(4096));
  return check.run();
}

/** Every rule that an allocator breaks in a scope, the one with the least trace first. */
export function rulesBroken(request: CheckRequest): string[] {
  const { counterexamples } = runTo({ ...request, all: true, suspicion: 0 });
  return [...new Set(counterexamples.map(({ rule }) => rule))];
}
