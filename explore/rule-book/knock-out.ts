/**
 * What a rule is worth: a version that breaks it is caught under it, and without the rule it is not.
 *
 * What still objects when the rule is taken out are its **backstops**. An allocator that keeps the rule may
 * be objected to as well, for refusing what has become legal: that is none, and is left out.
 */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { boundIn, type Scope } from "../../model/words/scope.js";
import { runTo } from "../check/check.js";
import type { CheckRequest } from "../check/prepared.js";
import { ruleScope } from "./rule-scope.js";

/** Some rules knocked out. */
export interface KnockOut {
  /** The version that breaks them. */
  readonly allocator: string;
  /** The shortest trace of it, in the scope that a check has by itself. */
  readonly counterexample: Counterexample | null;
  /** The rules and properties that object to it when these rules are taken out. */
  readonly backstops: readonly string[];
}

/** What is to be knocked out, and by whom. */
export interface KnockOutRequest {
  readonly without: readonly string[];
  /** The parts that these rules need. */
  readonly modules: Scope["modules"];
  readonly faulty: AllocatorDefinition;
  /** The allocator that it is a version of. */
  readonly sound: AllocatorDefinition;
  /** Where its shortest trace is looked for. */
  readonly traceScope: Scope;
}

/** Knocks out rules. */
export function knockOut({ without, modules, faulty, sound, traceScope }: KnockOutRequest): KnockOut {
  // What takes several CPUs is looked for where there are some.
  const stepped = boundIn(traceScope, "cpus") > 1;
  const scope = stepped ? traceScope : ruleScope(faulty, modules);
  const objecting = rulesBroken({ definition: faulty, scope, without });
  const anyway = objecting.length === 0 ? [] : rulesBroken({ definition: sound, scope, without });
  const slices = scope.modules.includes("provenance") ? scope.slices : SLICES_ALONE;
  const alone = { ...scope, slices, frames: Math.min(scope.frames, FRAMES_ALONE) };
  const isBounded = !without.some((rule) => BOUNDING.includes(rule));
  return {
    allocator: faulty.name,
    counterexample: shortest(faulty, traceScope),
    backstops: [
      ...objecting.filter((id) => !anyway.includes(id)),
      ...(isBounded && !stepped ? rulesBroken({ definition: null, scope: alone, without }) : []),
    ],
  };
}

/** The specification by itself has every answer as a successor; its invariants need no more. */
const FRAMES_ALONE = 3;
/** Where slices have parents there are two. */
const SLICES_ALONE = 1;

/** Without these the specification by itself would keep more slices than its state has room for. */
const BOUNDING: readonly string[] = ["stash/no-such-slice", "insert/no-such-slice"];

/** The first counterexample of an allocator; `null` when a check finds none. */
export function shortest(definition: AllocatorDefinition, scope: Scope): Counterexample | null {
  // What is left for later is watched for in the self-test alone.
  const [found] = runTo({ definition, scope }).counterexamples;
  return found ?? runTo({ definition, scope, selfTest: true }).counterexamples[0] ?? null;
}

/** Every rule that an allocator breaks in a scope, the one with the least trace first. */
export function rulesBroken(request: CheckRequest): string[] {
  const { counterexamples } = runTo({ ...request, keep: "all", suspicion: 0 });
  return [...new Set(counterexamples.map(({ rule }) => rule))];
}
