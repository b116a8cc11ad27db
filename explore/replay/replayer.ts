/**
 * Follows single commands on a fresh allocator, by the step of the search.
 *
 * `restored` writes the saved bytes back before each command, as the search does; `straight` lets the
 * allocator run on. The two part only where an allocator keeps state outside its bytes.
 */

import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { type LayingOut, Specification } from "../../model/specification/specification.js";
import { type Answer, answerOf, describeAnswer, threw } from "../../model/trace/trace.js";
import type { Scope } from "../../model/words/scope.js";
import { DEFERRED, HANGS, isThrown } from "../../properties/answers.js";
import { AlwaysGoals } from "../../properties/can-always.js";
import type { Violation } from "../../properties/property.js";
import { GIVE, INSPECT, type Place, Pulse } from "../search/pulse.js";
import { type Budget, Search } from "../search/search.js";
import { startingAt } from "../search/starting-at.js";
import { Deferrals, explainDeferred } from "../systems/deferred.js";
import { Lockstep } from "../systems/lockstep.js";
import { BROKE, MOVED, SKIPPED } from "../systems/outcome.js";
import { untriedKinds } from "../systems/untried.js";
import { explain, explainHang } from "./explain.js";

/** What a state that threw or hung when it was looked at was expected to do. */
export const LOOKED_AT = "to look at the state";

/** What became of one command. */
export type StepOutcome =
  | { readonly kind: "not-offered" }
  /** The contract leaves it to the client not to do this, or the scope bounds it. */
  | { readonly kind: "not-tried" }
  | { readonly kind: "went"; readonly answer: Answer; readonly legal: boolean }
  | { readonly kind: "broke"; readonly answer: Answer; readonly rule: string; readonly violation: Violation };

export class Replayer {
  readonly specification: Specification;
  /** The state after the commands so far, packed as in the search. */
  readonly state: Int32Array;
  /** The call that was passed over, since it is known to hang. */
  hung: Place | null = null;
  private readonly lockstep: Lockstep;
  private readonly deferrals = new Deferrals();

  constructor(
    private readonly definition: AllocatorDefinition,
    private readonly contract: Contract,
    scope: Scope,
    private readonly mode: "restored" | "straight",
    private readonly pulse: Pulse = new Pulse(),
    layingOut: LayingOut = {},
  ) {
    this.specification = new Specification(scope, layingOut);
    this.lockstep = new Lockstep(this.specification, definition, contract, pulse);
    this.lockstep.initial();
    this.state = this.lockstep.successors.states.slice(0, this.lockstep.words);
  }

  /** The rule the initial state breaks by itself, if it does. */
  begin(hang: Place | null = null): StepOutcome | null {
    return this.inspect({ kind: "accepted" }, hang);
  }

  /** The true reasons against a command in the state reached, and what is asked of its answer. */
  judge(c: number): { readonly mask: number; readonly asked: number } {
    const { lockstep, specification, state } = this;
    const mask = specification.judgeAlone(c, state, 0);
    return { mask, asked: lockstep.demands.demand(c, mask) };
  }

  /** Gives one command by its number in the specification, up to the call that is known to hang. */
  take(c: number, hang: Place | null = null): StepOutcome {
    const { lockstep, specification, state } = this;
    const command = specification.commands[c]!; // numbers come from the specification
    if (!lockstep.offered.includes(c)) return { kind: "not-offered" };
    if (this.mode === "restored") lockstep.restore(state, 0);
    const mask = specification.judgeAlone(c, state, 0);
    const hung = hang !== null && hang.call < INSPECT ? hang : this.pulse.enter(GIVE);
    if (hung !== null) {
      this.hung = hung;
      const violation = explainHang(lockstep, c, mask, hung, this.pulse);
      return { kind: "broke", answer: { kind: "hangs" }, rule: HANGS.id, violation };
    }
    const outcome = this.deferrals.during(() => lockstep.step(c, mask, state, 0, 0));
    this.pulse.leave();
    if (outcome === SKIPPED) return { kind: "not-tried" };
    const left = this.deferrals.taken();
    const thrown = outcome === BROKE && isThrown(lockstep.rule);
    const answer = thrown ? threw(lockstep.thrown) : answerOf(specification.scope, command, lockstep.answer);
    if (outcome === BROKE) {
      const violation = explain(lockstep, c, mask, answer, state);
      return { kind: "broke", answer, rule: lockstep.rule, violation };
    }
    if (left !== null)
      return { kind: "broke", answer, rule: DEFERRED.id, violation: explainDeferred(left, "the command") };
    if (outcome !== MOVED) return { kind: "went", answer, legal: mask === 0 };
    state.set(lockstep.successors.states.subarray(0, lockstep.words));
    return this.inspect(answer, hang) ?? { kind: "went", answer, legal: mask === 0 };
  }

  /** What of the states that can follow the one reached must be able to come about. */
  get goals(): AlwaysGoals {
    const { specification, definition, contract, lockstep } = this;
    return new AlwaysGoals(
      specification,
      contract,
      untriedKinds(definition, specification, lockstep.offered),
    );
  }

  /** A search of all that can follow the state reached, past what breaks a rule. */
  searchOn(budget: Budget, hang: Place | null): Search {
    return new Search(startingAt(this.lockstep, this.state), budget, "all", hang);
  }

  /** The allocator's bytes after the commands so far. */
  bytes(): Uint8Array {
    this.lockstep.restore(this.state, 0);
    return this.lockstep.main.allocator.state.slice();
  }

  private inspect(answer: Answer, hang: Place | null): StepOutcome | null {
    const { lockstep, state, pulse } = this;
    const expected = LOOKED_AT;
    const hung = hang ?? pulse.enter(INSPECT);
    if (hung !== null) {
      this.hung = hung;
      const found = pulse.late(lockstep.main.checks.idOf(hung.call));
      return { kind: "broke", answer, rule: HANGS.id, violation: { expected, found } };
    }
    const rule = lockstep.inspect(state, 0, pulse.number);
    if (rule === null) return null;
    const violation = lockstep.violation ?? { expected, found: describeAnswer(threw(lockstep.thrown)) };
    return { kind: "broke", answer, rule, violation };
  }
}
